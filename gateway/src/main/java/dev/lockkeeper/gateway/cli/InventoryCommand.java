package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.identity.OperatingSystemCaller;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what the servers of the configuration offer. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = "List what the servers offer, whatever the policy permits of it.")
final class InventoryCommand implements Callable<Integer> {

    private static final int WIDTH = 72;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print the whole definitions as JSON.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One server; otherwise all.")
    private @Nullable String server;

    @Override
    public Integer call() {
        Home home = Home.of(System.getenv());
        var plan = new Wiring.Plan(home.configuration(config), home, System.getenv(), System.err);
        try (Wiring wiring = Wiring.open(plan);
                Inventory inventory = wiring.inventory(OperatingSystemCaller.current(user -> Set.of()))) {
            JsonObject all = JsonObject.EMPTY;
            for (String name : wiring.servers(server)) {
                all = all.with(name, inventory.of(name));
            }
            print(all);
            return ExitCode.OK;
        }
    }

    private void print(JsonObject all) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(all.text());
            return;
        }
        all.members().forEach((name, offered) -> {
            out.println(name);
            for (Listing.Kind kind : Listing.Kind.values()) {
                JsonArray entries = offered instanceof JsonObject object ? object.array(kind.member()) : null;
                if (entries != null && !entries.items().isEmpty()) {
                    out.println("  " + kind.member());
                    entries.items().forEach(entry -> out.println("    " + line(entry)));
                }
            }
        });
    }

    // Descriptions are the server's text: one line, printable characters, cut.
    private static String line(Json entry) {
        if (!(entry instanceof JsonObject object)) {
            return "?";
        }
        String name = object.string("uri");
        name = name == null ? object.string("uriTemplate") : name;
        name = name == null ? object.string("name") : name;
        String description = object.string("description");
        String text = (name == null ? "?" : name) + (description == null ? "" : "  " + description);
        String printable = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(WIDTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.strip();
    }
}
