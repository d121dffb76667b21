package dev.lockkeeper.example.embedded;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.embed.GuardedTools;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.yaml.YamlInvalid;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.InstantSource;
import java.util.Set;

/**
 * A server on standard input and output that reads notes, finds orders and fetches pages, each only as its policy says.
 * Usage: {@code NOTES JOURNAL [POLICY]}, the directories of the notes and of the journal, and a policy in place of the
 * one that comes with it.
 */
public final class EmbeddedServer {

    private EmbeddedServer() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("usage: NOTES JOURNAL [POLICY]");
            System.exit(2);
        }
        // INVARIANT: a name keeps the addresses that were judged. Else it could lead elsewhere once it is connected to.
        Security.setProperty("networkaddress.cache.ttl", "-1");

        Path notes = Path.of(arguments[0]).toRealPath();
        Policy policy = policy(arguments.length == 3 ? Files.readAllBytes(Path.of(arguments[2])) : shipped(), notes);
        Journal journal = FileJournal.open(
                JournalSettings.in(Path.of(arguments[1])), InstantSource.system(), Thread::startVirtualThread);
        Orders orders = Orders.open();

        var tools = new GuardedTools("desk", policy, journal, InstantSource.system(), System::nanoTime);
        // Who starts a server on standard input is the user of the operating system. Over HTTP it is whom you
        // authenticated.
        var caller = new Caller(System.getProperty("user.name"), "os", Set.of());

        McpJsonMapper mapper = McpJsonDefaults.getMapper();
        var sdk = new SdkTools(tools, caller, mapper);
        var input = new EndingInput(System.in);
        McpSyncServer server = McpServer.sync(new StdioServerTransportProvider(mapper, input, System.out))
                .serverInfo("desk", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                // The engine judges arguments by the schema as well, and its refusals are on record.
                .validateToolInputs(false)
                .tools(
                        sdk.guarded(Notes.TOOL, new Notes(notes)),
                        sdk.guarded(Orders.TOOL, orders),
                        sdk.guarded(Pages.TOOL, new Pages()))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            journal.close();
        }));
        input.awaitEnd();
        System.exit(0);
    }

    /** Reads the policy for notes that are there. A quoted string of JSON is one of YAML too, whatever it holds. */
    static Policy policy(byte[] yaml, Path notes) throws YamlInvalid {
        String text =
                new String(yaml, StandardCharsets.UTF_8).replace("NOTES", new JsonString(notes.toString()).text());
        return Policy.load("policy.yaml", text.getBytes(StandardCharsets.UTF_8), Surroundings.here(Pages::addresses));
    }

    static byte[] shipped() throws IOException {
        try (InputStream yaml = EmbeddedServer.class.getResourceAsStream("policy.yaml")) {
            if (yaml == null) {
                throw new IOException("policy.yaml is not on the class path");
            }
            return yaml.readAllBytes();
        }
    }
}
