package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.policy.Calls;
import dev.lockkeeper.reason.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A decision found again in the journal, as a call that can be judged anew. Reads only; does not verify the chain.
 *
 * @param record the whole of it
 */
record RecordedCall(Action action, Context context, JsonObject record) {

    private static final Pattern REFERENCE = Pattern.compile("(strand-[0-9a-z]{1,32})/([1-9][0-9]{0,17})");
    private static final String DIGEST = "hmac-sha256:";
    private static final int MAX_LINE = 32 << 20;

    /**
     * Finds the record.
     *
     * @param reference such as {@code strand-0/123}
     * @return empty where there is none, or it is not a decision
     */
    static Optional<RecordedCall> find(Path journal, String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String start = "{\"seq\":" + matcher.group(2) + ",";
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(journal.resolve(matcher.group(1)), "*.jsonl")) {
            for (Path segment : segments) {
                String line = line(segment, start);
                if (line != null) {
                    return read(line).map(recorded -> recorded.aboutTask(journal));
                }
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    // What concerns a task is judged as the call that made it, which is in a record of its own.
    private RecordedCall aboutTask(Path journal) {
        Optional<ToolCall> call = Optional.ofNullable(record.string("task"))
                .flatMap(reference -> find(journal, reference))
                .map(RecordedCall::action)
                .filter(ToolCall.class::isInstance)
                .map(ToolCall.class::cast);
        return call.map(made -> new RecordedCall(
                        new TaskUse(
                                new Task(text(action.params(), "taskId"), made.awaited(), text(record, "task")),
                                action.method(),
                                action.params()),
                        context,
                        record))
                .orElse(this);
    }

    private static @Nullable String line(Path segment, String start) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(segment, StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static Optional<RecordedCall> read(String line) {
        try {
            var reader = new JsonReader(JsonLimits.DEFAULT.withBytes(MAX_LINE));
            return reader.read(line.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject record
                            && "decision".equals(record.string("type"))
                    ? Optional.of(of(record))
                    : Optional.empty();
        } catch (JsonRefused e) {
            return Optional.empty();
        }
    }

    private static RecordedCall of(JsonObject record) {
        JsonObject params = record.object("params");
        JsonObject client = record.object("client");
        Set<String> labels = new HashSet<>();
        JsonArray recorded = record.array("labels");
        if (recorded != null) {
            recorded.items().forEach(label -> labels.add(label instanceof JsonString text ? text.value() : ""));
        }
        return new RecordedCall(
                Calls.action(
                        text(record, "server"), text(record, "method"), params == null ? JsonObject.EMPTY : params),
                new Context(
                        Calls.caller(text(record, "caller"), Set.of()),
                        client == null ? Client.UNKNOWN : new Client(text(client, "name"), text(client, "version")),
                        time(record),
                        Selection.EVERYTHING,
                        labels),
                record);
    }

    private static Instant time(JsonObject record) {
        try {
            return Instant.parse(text(record, "time"));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Why it was refused; empty where it was not, or for a reason that is not known. */
    Optional<Reason> refusedFor() {
        String code = text(record, "reason");
        return text(record, "outcome").equals("granted")
                ? Optional.empty()
                : Arrays.stream(Reason.values())
                        .filter(reason -> reason.code().equals(code))
                        .findFirst();
    }

    /** Whether a digest stands in the parameters in place of a secret. */
    boolean isRedacted() {
        return action.params().text().contains(DIGEST);
    }

    static String text(JsonObject object, String member) {
        String text = object.string(member);
        return text == null ? "" : text;
    }
}
