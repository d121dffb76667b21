package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a finished segment holds, so that a query can leave it out. Made from the segment and never used to verify
 * anything.
 *
 * @param closing digest of the segment's signature file, by which a stale index is known
 * @param bytes the segment's length, by which one that was cut or grew is known
 * @param values what each indexed member holds; a member with too many values is absent
 */
record SegmentIndex(
        String closing,
        long bytes,
        String from,
        String to,
        long firstSeq,
        long lastSeq,
        Map<String, Set<String>> values) {

    private static final List<String> MEMBERS =
            List.of("type", "outcome", "caller", "server", "method", "target", "reason");
    private static final int MOST_VALUES = 256;

    /** Whether the segment can hold a record that is wanted. */
    boolean mayHold(JournalFilter filter) {
        if (!filter.from().isEmpty() && to.compareTo(filter.from()) < 0
                || !filter.to().isEmpty() && from.compareTo(filter.to()) >= 0) {
            return false;
        }
        if (!filter.reference().isEmpty()) {
            String seq = filter.reference().substring(filter.reference().indexOf('/') + 1);
            return seq.matches("[0-9]{1,18}") && Long.parseLong(seq) >= firstSeq && Long.parseLong(seq) <= lastSeq;
        }
        return filter.members().entrySet().stream().allMatch(want -> {
            Set<String> held = values.get(want.getKey());
            return held == null || held.contains(want.getValue());
        });
    }

    /** Reads the segment for its index; null where lines cannot be read, since a query must then tell of them. */
    static @Nullable SegmentIndex make(Path strand, int segment, String closing, long bytes) throws IOException {
        Map<String, Set<String>> values = new TreeMap<>();
        MEMBERS.forEach(member -> values.put(member, new TreeSet<>()));
        var ends = new String[] {"9999", ""};
        var seqs = new long[] {Long.MAX_VALUE, 0};
        try (var records = new SegmentRecords(strand, segment)) {
            for (JournalEntry entry = records.next(); entry != null; entry = records.next()) {
                String time = entry.string("time");
                ends[0] = time.compareTo(ends[0]) < 0 ? time : ends[0];
                ends[1] = time.compareTo(ends[1]) > 0 ? time : ends[1];
                seqs[0] = Math.min(seqs[0], records.seq());
                seqs[1] = Math.max(seqs[1], records.seq());
                for (String member : MEMBERS) {
                    Set<String> held = values.get(member);
                    if (held != null && held.add(entry.string(member)) && held.size() > MOST_VALUES) {
                        values.remove(member);
                    }
                }
            }
            if (records.unreadable() > 0) {
                return null;
            }
        }
        return new SegmentIndex(closing, bytes, ends[0], ends[1], seqs[0], seqs[1], values);
    }

    JsonObject toJson() {
        var held = JsonObject.EMPTY;
        for (var member : values.entrySet()) {
            held = held.with(member.getKey(), JsonArray.ofStrings(member.getValue()));
        }
        return JsonObject.EMPTY
                .with("closing", closing)
                .with("bytes", JsonNumber.of(bytes))
                .with("from", from)
                .with("to", to)
                .with("firstSeq", JsonNumber.of(firstSeq))
                .with("lastSeq", JsonNumber.of(lastSeq))
                .with("values", held);
    }

    /** The index that was written so; null where it has not the form. */
    static @Nullable SegmentIndex of(JsonObject json) {
        String closing = json.string("closing");
        String from = json.string("from");
        String to = json.string("to");
        JsonObject held = json.object("values");
        if (closing == null
                || from == null
                || to == null
                || held == null
                || !(json.get("bytes") instanceof JsonNumber bytes)
                || !(json.get("firstSeq") instanceof JsonNumber first)
                || !(json.get("lastSeq") instanceof JsonNumber last)) {
            return null;
        }
        Map<String, Set<String>> values = new TreeMap<>();
        held.members().forEach((member, array) -> {
            if (array instanceof JsonArray strings) {
                values.put(member, strings(strings));
            }
        });
        return new SegmentIndex(
                closing,
                bytes.value().longValueExact(),
                from,
                to,
                first.value().longValueExact(),
                last.value().longValueExact(),
                values);
    }

    private static Set<String> strings(JsonArray array) {
        Set<String> strings = new TreeSet<>();
        array.items().forEach(item -> strings.add(item instanceof JsonString string ? string.value() : ""));
        return strings;
    }
}
