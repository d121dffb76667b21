package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a finished segment holds, so that a query can leave it out. Made from the segment, made again when it does not fit
 * it, and never used to verify anything.
 *
 * @param closing digest of the segment's signature file, by which a stale index is known
 * @param values what each indexed member holds; a member with too many values is absent
 */
record SegmentIndex(
        String closing, String from, String to, long firstSeq, long lastSeq, Map<String, Set<String>> values) {

    private static final List<String> MEMBERS =
            List.of("type", "outcome", "caller", "server", "method", "target", "reason");
    private static final int MOST_VALUES = 256;
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

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

    /** The index of a finished segment, from its file or made now; null where the segment is not finished. */
    static @Nullable SegmentIndex of(Path strand, int segment) throws IOException {
        Path closing = strand.resolve(Layout.closing(segment));
        if (!Files.exists(closing)) {
            return null;
        }
        String digest = java.util.HexFormat.of().formatHex(Digests.sha256().digest(Files.readAllBytes(closing)));
        Path file = strand.resolveSibling(Layout.INDEX)
                .resolve(Layout.name(strand) + "-" + Layout.segment(segment).replace(".jsonl", ".json"));
        SegmentIndex kept = read(file);
        if (kept != null && kept.closing.equals(digest)) {
            return kept;
        }
        SegmentIndex made = make(strand, segment, digest);
        keep(file, made);
        return made;
    }

    private static SegmentIndex make(Path strand, int segment, String closing) throws IOException {
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
        }
        return new SegmentIndex(closing, ends[0], ends[1], seqs[0], seqs[1], values);
    }

    private static void keep(Path file, SegmentIndex index) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Layout.makeDirectory(directory);
            }
            Files.deleteIfExists(file);
            Layout.makeFile(file);
            Files.writeString(file, index.toJson().text());
        } catch (IOException e) {
            // Such as on a read-only copy: the index is made again the next time.
        }
    }

    private JsonObject toJson() {
        var held = JsonObject.EMPTY;
        for (var member : values.entrySet()) {
            held = held.with(member.getKey(), JsonArray.ofStrings(member.getValue()));
        }
        return JsonObject.EMPTY
                .with("closing", closing)
                .with("from", from)
                .with("to", to)
                .with("firstSeq", JsonNumber.of(firstSeq))
                .with("lastSeq", JsonNumber.of(lastSeq))
                .with("values", held);
    }

    private static @Nullable SegmentIndex read(Path file) {
        try {
            return Files.exists(file) && READER.read(Files.readAllBytes(file)) instanceof JsonObject json
                    ? of(json)
                    : null;
        } catch (IOException | JsonRefused | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable SegmentIndex of(JsonObject json) {
        String closing = json.string("closing");
        String from = json.string("from");
        String to = json.string("to");
        JsonObject held = json.object("values");
        if (closing == null
                || from == null
                || to == null
                || held == null
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
                closing, from, to, first.value().longValueExact(), last.value().longValueExact(), values);
    }

    private static Set<String> strings(JsonArray array) {
        Set<String> strings = new TreeSet<>();
        array.items().forEach(item -> strings.add(item instanceof JsonString string ? string.value() : ""));
        return strings;
    }
}
