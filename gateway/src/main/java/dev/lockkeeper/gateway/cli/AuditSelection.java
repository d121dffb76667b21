package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.audit.Redactor;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.Nearest;
import dev.lockkeeper.yaml.YamlProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records {@code audit query} and {@code audit export} take. */
final class AuditSelection {

    /** How {@code --digest-of} understands what it reads. */
    enum Form {
        TEXT,
        JSON
    }

    @Option(names = "--type", description = "such as decision or journal.opened")
    @Nullable String type;

    @Option(names = "--outcome", description = "such as granted or refused")
    @Nullable String outcome;

    @Option(names = "--caller", description = "such as token:alice")
    @Nullable String caller;

    @Option(names = "--server", description = "the server's name in the policy")
    @Nullable String server;

    @Option(names = "--method", description = "such as tools/call")
    @Nullable String method;

    @Option(
            names = {"--tool", "--target"},
            description = "a tool, resource or prompt")
    @Nullable String target;

    @Option(names = "--reason", description = "a reason code, such as policy.denied")
    @Nullable String reason;

    @Option(
            names = {"--from", "--since"},
            paramLabel = "TIME",
            description = "not before, such as 2026-11-20 or 2026-11-20T08:00:00Z")
    @Nullable String from;

    @Option(
            names = {"--to", "--until"},
            paramLabel = "TIME",
            description = "before")
    @Nullable String to;

    @Option(
            names = {"--ref", "--reference"},
            description = "such as strand-0/123")
    @Nullable String reference;

    @Option(
            names = "--digest-of",
            arity = "0..1",
            paramLabel = "text|json",
            fallbackValue = "text",
            description = "reads a value from standard input; a line end after it is left out")
    @Nullable Form digestOf;

    /** Warns of a reason that no record can have. */
    void hint(PrintWriter err) {
        List<String> codes = Arrays.stream(Reason.values()).map(Reason::code).toList();
        if (reason != null && !codes.contains(reason)) {
            err.println("There is no reason " + YamlProblem.quote(reason)
                    + Nearest.to(reason, codes)
                            .map(code -> "; did you mean " + code + "?")
                            .orElse("; docs/reasons.md has them all."));
            err.flush();
        }
    }

    JournalFilter filter(Path journal) throws IOException, JournalUnavailable {
        return JournalFilter.ALL
                .with("type", type)
                .with("outcome", outcome)
                .with("caller", caller)
                .with("server", server)
                .with("method", method)
                .with("target", target)
                .with("reason", reason)
                .between(time(from), time(to))
                .at(reference)
                .containing(digestOf == null ? null : Redactor.of(journal).digest(value(System.in, digestOf)));
    }

    private static Json value(InputStream in, Form form) throws IOException {
        byte[] bytes = in.readAllBytes();
        try {
            return switch (form) {
                case TEXT -> new JsonString(new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", ""));
                case JSON -> new JsonReader(JsonLimits.DEFAULT).read(bytes);
            };
        } catch (JsonRefused e) {
            throw new IllegalArgumentException("what was read is not one JSON value", e);
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time is written 2026-11-20 or 2026-11-20T08:00:00Z", e);
        }
    }
}
