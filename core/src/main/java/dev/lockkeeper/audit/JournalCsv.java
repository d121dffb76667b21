package dev.lockkeeper.audit;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.stream.Collectors;

/** Records as CSV (RFC 4180): the members that most records have, and the whole record as JSON in the last column. */
public final class JournalCsv {

    private static final List<String> COLUMNS = List.of(
            "reference",
            "time",
            "type",
            "outcome",
            "reason",
            "caller",
            "server",
            "method",
            "target",
            "rule",
            "message");

    private JournalCsv() {}

    /** The header line, without its end. */
    public static String header() {
        return String.join(",", COLUMNS) + ",record";
    }

    /** One record's line, without its end. */
    public static String line(JournalEntry entry) {
        var json = entry.toJson();
        return COLUMNS.stream().map(column -> field(json.get(column))).collect(Collectors.joining(",")) + ","
                + quoted(entry.record().text());
    }

    private static String field(@org.jspecify.annotations.Nullable Json value) {
        return value == null ? "" : quoted(value instanceof JsonString string ? string.value() : value.text());
    }

    // A leading quote mark keeps spreadsheets from taking a peer's text for a formula.
    private static String quoted(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + value.replace("\"", "\"\"") + '"';
    }
}
