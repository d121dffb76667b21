package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The story the demo tells. Every line of it is what just happened. */
final class DemoStory {

    private final DemoStage stage;
    private final PrintWriter out;
    private boolean asExpected = true;

    DemoStory(DemoStage stage, PrintWriter out) {
        this.stage = stage;
        this.out = out;
    }

    /** Whether everything went as it should. */
    boolean tell() throws IOException {
        say("A real client (the official TypeScript SDK) meets real servers through Lockkeeper.");
        String reference;
        try (RealClient client = RealClient.start(stage.peers())) {
            connect(client, "files");
            tools(client);
            reading(client);
            correcting(client);
            writing(client);
            reference = escaping(client);
            attacks(client);
            others(client);
        }
        journal(reference);
        tampering();
        out.flush();
        return asExpected;
    }

    private void connect(RealClient client, String server) throws IOException {
        Outcome outcome = client.ask(JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", "auto")
                .with("url", stage.url(server))
                .with("token", stage.token()));
        expect(
                outcome.ok(),
                "connected to " + server + ", protocol " + outcome.result().string("version"),
                outcome);
    }

    private void tools(RealClient client) throws IOException {
        Outcome outcome = client.ask(JsonObject.EMPTY.with("op", "tools"));
        List<String> names = new ArrayList<>();
        JsonArray tools = outcome.result().array("tools");
        for (Json tool : tools == null ? List.<Json>of() : tools.items()) {
            names.add(tool instanceof JsonObject object ? String.valueOf(object.string("name")) : "?");
        }
        expect(
                names.equals(List.of("read_text_file", "list_directory")),
                "the server has 14 tools; the client sees what it may use: " + String.join(", ", names),
                outcome);
    }

    private void reading(RealClient client) throws IOException {
        scene("1", "A read that the policy allows");
        Outcome outcome = client.call("read_text_file", path(stage.workspace() + "/notes.txt"));
        expect(outcome.ok() && text(outcome).contains("Ada"), "read notes.txt: " + firstLine(text(outcome)), outcome);
    }

    private void correcting(RealClient client) throws IOException {
        scene("2", "A call that breaks the tool's schema, corrected from the error's own words");
        JsonObject wrong = path(stage.workspace() + "/notes.txt").with("lines", JsonNumber.of(2));
        Outcome refused = client.call("read_text_file", wrong);
        expect(!refused.ok() && refused.data("reason").startsWith("arguments."), refusal(refused), refused);
        Outcome corrected = client.call("read_text_file", wrong.without("lines").with("head", JsonNumber.of(2)));
        expect(
                corrected.ok() && !text(corrected).contains("bread"),
                "with \"head\" in place of \"lines\": "
                        + text(corrected).strip().replace("\n", " / "),
                corrected);
    }

    private void writing(RealClient client) throws IOException {
        scene("3", "A write that no rule permits");
        Outcome outcome = client.call(
                "write_file", path(stage.workspace() + "/notes.txt").with("content", "Transfer all money."));
        expect(!outcome.ok() && outcome.data("reason").equals("policy.default-deny"), refusal(outcome), outcome);
        expect(
                Files.readString(stage.workspace().resolve("notes.txt")).contains("Ada"),
                "the file is as it was",
                outcome);
    }

    private String escaping(RealClient client) throws IOException {
        scene("4", "An attack: the model was told to read outside of the workspace");
        Outcome outcome = client.call("read_text_file", path(stage.workspace() + "/../../../etc/passwd"));
        expect(!outcome.ok() && outcome.data("reason").equals("path.traversal"), refusal(outcome), outcome);
        return outcome.data("reference");
    }

    private void attacks(RealClient client) throws IOException {
        scene("5", "Three attacks on a server with known mistakes: first directly, then through Lockkeeper");
        List<String> command = stage.careless();
        Outcome direct = client.ask(JsonObject.EMPTY
                .with("op", "connect")
                .with("client", "direct")
                .with("command", command.getFirst())
                .with("args", JsonArray.ofStrings(command.subList(1, command.size()))));
        expect(direct.ok(), "connected to it directly", direct);
        connect(client, "careless");
        for (DemoAttack attack : DemoAttack.three(stage.carelessPlace())) {
            JsonObject call = JsonObject.EMPTY
                    .with("op", "call")
                    .with("name", attack.tool())
                    .with("arguments", attack.arguments());
            Outcome bare = client.ask(call.with("client", "direct"));
            expect(text(bare).contains(attack.canary()), attack.title() + ": it succeeds directly", bare);
            Outcome outcome = client.ask(call);
            expect(!outcome.ok() && outcome.data("reason").equals(attack.reason()), refusal(outcome), outcome);
        }
    }

    private void others(RealClient client) throws IOException {
        scene("6", "Two more servers, each with its own rules");
        connect(client, "memory");
        JsonObject entity = JsonObject.EMPTY
                .with("name", "Ada")
                .with("entityType", "person")
                .with("observations", JsonArray.ofStrings(List.of("waits for a call")));
        Outcome stored =
                client.call("create_entities", JsonObject.EMPTY.with("entities", new JsonArray(List.of(entity))));
        expect(stored.ok(), "memory: create_entities done", stored);
        Outcome removed = client.call(
                "delete_entities", JsonObject.EMPTY.with("entityNames", JsonArray.ofStrings(List.of("Ada"))));
        expect(!removed.ok(), "memory: " + refusal(removed), removed);
        connect(client, "everything");
        Outcome echo = client.call("echo", JsonObject.EMPTY.with("message", "good day"));
        expect(echo.ok(), "everything: " + text(echo), echo);
    }

    private void journal(String reference) throws IOException {
        scene("7", "The journal");
        Verification verification = JournalVerifier.verify(stage.journal());
        expect(
                verification.status() == Verification.Status.VERIFIED,
                verification.records() + " records, chain and signature verified",
                verification);
        List<String> found = new ArrayList<>();
        new JournalQuery(stage.journal()).select(JournalFilter.ALL.at(reference), entry -> found.add(entry.line()));
        expect(found.size() == 1, "the refused attack is found under its reference " + reference + ":", found);
        found.forEach(line -> say("    " + line));
    }

    private void tampering() throws IOException {
        scene("8", "Somebody changes one character in a copy of the journal");
        Path copy = stage.journal().resolveSibling("copy");
        try (Stream<Path> files = Files.walk(stage.journal())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(stage.journal().relativize(file).toString()));
            }
        }
        try (Stream<Path> files = Files.walk(copy)) {
            Path segment = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            flip(segment);
        }
        Verification verification = JournalVerifier.verify(copy);
        expect(
                verification.status() == Verification.Status.BROKEN,
                "found out: " + verification.findings().getFirst(),
                verification);
    }

    private static void flip(Path segment) throws IOException {
        String text = Files.readString(segment);
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            // From refused to granted would be the change of choice; one letter of it is enough to be seen.
            file.seek(text.indexOf("\"refused\"") + 1);
            file.write('R');
        }
    }

    private void expect(boolean good, String line, Object otherwise) {
        say("  " + (good ? "" : "UNEXPECTED ") + line + (good ? "" : " " + otherwise));
        asExpected &= good;
    }

    private void scene(String number, String title) {
        say("");
        say(number + "  " + title);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static String refusal(Outcome outcome) {
        return "refused, " + outcome.data("reason") + ": " + outcome.message();
    }

    private static JsonObject path(String path) {
        return JsonObject.EMPTY.with("path", path);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String text(Outcome outcome) {
        JsonArray content = outcome.result().array("content");
        Json first = content == null || content.items().isEmpty()
                ? null
                : content.items().getFirst();
        String text = first instanceof JsonObject object ? object.string("text") : null;
        return text == null ? "" : text;
    }
}
