package dev.lockkeeper.bench.micro;

import dev.lockkeeper.bench.Rules;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;

/** What the benchmarks work on. */
final class Samples {

    static final String SERVER = "bench";

    /** A page as projects have them, with much that looks like a secret and is none. */
    static final String DOCUMENTATION = """
            ## Configuration

            The server reads `config.yaml` in its directory: every key has a default, so an empty file will do. Set `token` \
            to the token of your account, or the environment variable `API_TOKEN`, for example `export API_TOKEN=...`. See \
            https://docs.acme.dev/guide/configuration#tokens for more: version 2.14.0 of 2024-11-21 changed the names.

            | option | type | default |
            |---|---|---|
            | `max_tokens` | number | 4096 |
            | `password` | string | none |

            ```json
            {"command": "npx", "args": ["-y", "server-filesystem", "/home/ann/projects"], "env": {"DEBUG": "0"}}
            ```
            Commit 3f2b8c1e7a4d4e9b9c550d1e2f3a4b5c6d7e8f90 fixed it; 12,000 of 15,731 requests took less than 3.5 ms.

            """;

    private Samples() {}

    /** The start, then pieces as often as they fit, then letters, so that there are so many characters. */
    static String filled(String start, String piece, int characters) {
        var text = new StringBuilder(characters).append(start);
        while (text.length() + piece.length() <= characters) {
            text.append(piece);
        }
        return text.append("x".repeat(characters - text.length())).toString();
    }

    /** A text again and again, so that there are so many characters. */
    static String repeated(String text, int characters) {
        return text.repeat(characters / text.length() + 1).substring(0, characters);
    }

    /** A new directory that goes with the measurement. */
    static Path directory(String name) {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty("bench.place", ".")), name)
                    .toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call as it comes from a client. */
    static Request call() {
        return Request.of(new RequestId(new JsonString("0000000001")), "tools/call", Workload.params(Workload.READING));
    }

    /** The answer to a call, under an id. */
    static JsonObject answer() {
        return JsonObject.EMPTY.with("jsonrpc", "2.0").with("id", "0000000001").with("result", Workload.result());
    }

    /** An answer of about this many bytes. */
    static byte[] answer(int bytes) {
        JsonObject row = JsonObject.EMPTY
                .with("id", JsonNumber.of(4711))
                .with("name", "gate, upper")
                .with("open", "2026-07-28T08:00:00Z")
                .with("note", "Level 3.20 m above \"datum\"\nwatched");
        int rows = Math.max(1, (bytes - 100) / (row.text().length() + 1));
        var result = JsonObject.EMPTY
                .with("content", new JsonArray(java.util.List.of()))
                .with(
                        "structuredContent",
                        JsonObject.EMPTY.with("rows", new JsonArray(Collections.nCopies(rows, row))));
        return JsonObject.EMPTY
                .with("jsonrpc", "2.0")
                .with("id", "0000000001")
                .with("result", result)
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }

    static ToolDefinition tool() {
        return Objects.requireNonNull(ToolDefinition.of(Workload.tool(Workload.READING)));
    }

    static Context context() {
        return new Context(
                new Caller("bench", "token", Set.of()),
                new Client("bench", "1"),
                Instant.parse("2026-11-01T00:00:00Z"),
                Selection.EVERYTHING,
                Set.of());
    }

    static Policy policy(int rules) {
        String yaml = "version: 1\nuntyped: allow\nservers:\n  " + SERVER + ":\n" + Rules.yaml(rules, "    ");
        try {
            return Policy.load("policy.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        } catch (YamlInvalid e) {
            throw new IllegalStateException(e);
        }
    }
}
