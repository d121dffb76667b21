package dev.lockkeeper.audit;

import dev.lockkeeper.audit.Verification.StrandState;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies one strand: from its first record to the first that is wrong, and what is signed. Used once. */
final class StrandVerifier {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);
    private static final int MOST_NOTES = 100;

    private final Path strand;
    private final String name;
    private final VerifyingKey key;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private @Nullable Head head;
    private Position at = Position.START;
    private boolean headMet;
    private boolean lost;
    private boolean mended;
    private long records;

    StrandVerifier(Path strand, VerifyingKey key) {
        this.strand = strand;
        this.name = Layout.name(strand);
        this.key = key;
    }

    void verify() throws IOException {
        // The head first: while the journal is written, the records are always ahead of it.
        boolean headRead = readHead();
        List<Integer> segments = Layout.segments(strand);
        for (int i = 0; i < segments.size() && !lost; i++) {
            int number = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (number != i + 1) {
                broken(Layout.segment(i + 1), 0, at.seq() + 1, "the segment is missing");
                return;
            }
            at = at.inSegment(number);
            // The last segment may be finished while it is read.
            boolean finished = !last || Files.exists(strand.resolve(Layout.closing(number)));
            readSegment(number, last);
            if (finished && !lost) {
                checkClosing(number);
            }
        }
        if (headRead && !lost) {
            compareHead();
        }
        strangers();
    }

    private boolean readHead() throws IOException {
        try {
            head = Head.read(strand.resolve(Layout.HEAD), Head.HEAD, name, key);
            if (head == null) {
                broken(Layout.HEAD, 0, 0, "the signed head is missing");
                lost = false;
            }
            return head != null;
        } catch (JournalDamaged e) {
            broken(Layout.HEAD, 0, 0, "the signed head is damaged: " + e.getMessage());
            lost = false;
            return false;
        }
    }

    private void readSegment(int number, boolean last) throws IOException {
        Path file = strand.resolve(Layout.segment(number));
        long line = 0;
        try (var lines = new LineReader(file, 0, RecordLine.LONGEST)) {
            while (!lost && lines.next()) {
                line++;
                if (last && !lines.complete() && reachesHead()) {
                    notes.add(name + "/" + Layout.segment(number) + " ends in an unfinished record of "
                            + (lines.end() - lines.start())
                            + " bytes: it is being written, or the next start will mend it");
                    return;
                }
                readRecord(number, line, lines);
            }
        }
    }

    // Records up to the head are vouched for, so an unfinished one after it is no loss.
    private boolean reachesHead() {
        return head == null || head.position().seq() <= at.seq();
    }

    private void readRecord(int number, long line, LineReader lines) throws IOException {
        String file = Layout.segment(number);
        try {
            RecordLine record = lines.record();
            boolean gap = record.type().equals("journal.gap") && record.seq() > at.seq();
            if (record.seq() != at.seq() + 1 && !gap) {
                broken(file, line, at.seq() + 1, outOfOrder(number, record));
                return;
            }
            if (!record.prev().equals(at.hash()) && !gap) {
                broken(file, line, record.seq(), "the record does not follow the one before it: its prev is another");
                return;
            }
            if (gap) {
                broken(file, line, record.seq(), "a gap was recorded here: records that were signed were missing");
                lost = false;
            }
            at = new Position(number, lines.end(), record.seq(), record.hash());
            records++;
            if (record.type().startsWith("journal.")) {
                readOwn(file, line, record, lines);
            }
            if (head != null && record.seq() == head.position().seq()) {
                headMet = at.equals(head.position());
            }
        } catch (JournalDamaged e) {
            broken(file, line, at.seq() + 1, e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private String outOfOrder(int number, RecordLine found) throws IOException {
        if (found.seq() <= at.seq()) {
            return "record " + found.seq() + " stands here again, or out of order";
        }
        try (var lines = new LineReader(strand.resolve(Layout.segment(number)), 0, RecordLine.LONGEST)) {
            while (lines.next()) {
                if (lines.start() > at.bytes()
                        && !lines.tooLong()
                        && lines.complete()
                        && sequence(lines) == at.seq() + 1) {
                    return "the records are out of order: record " + found.seq() + " stands here";
                }
            }
        }
        return "the record is missing: record " + found.seq() + " stands here";
    }

    private static long sequence(LineReader lines) {
        try {
            return lines.record().seq();
        } catch (JournalDamaged e) {
            return 0;
        }
    }

    private void readOwn(String file, long line, RecordLine record, LineReader lines) {
        try {
            if (!(READER.read(Arrays.copyOf(lines.line(), lines.length())) instanceof JsonObject json)) {
                return;
            }
            if (record.type().equals("journal.mended")) {
                mended = true;
                if (notes.size() < MOST_NOTES) {
                    notes.add(name + "/" + file + ", line " + line + ": after a crash, " + json.get("bytes")
                            + " bytes of a torn tail were cut");
                }
            }
            JsonObject seen = record.type().equals("journal.opened") ? json.object("strands") : null;
            if (seen != null) {
                seen.members().keySet().forEach(other -> see(record, other, seen.object(other)));
            }
        } catch (JsonRefused e) {
            broken(file, line, record.seq(), "the record is not the JSON that the journal writes");
        }
    }

    private void see(RecordLine by, String other, @Nullable JsonObject state) {
        String hash = state == null ? null : state.string("hash");
        if (state != null
                && hash != null
                && Layout.isStrand(other)
                && state.get("seq") instanceof JsonNumber seq
                && seq.literal().matches("[1-9][0-9]{0,17}")) {
            sightings.add(new Sighting(name + "/" + by.seq(), other, Long.parseLong(seq.literal()), hash));
        }
    }

    private void checkClosing(int number) throws IOException {
        String file = Layout.closing(number);
        try {
            Head closing = Head.read(strand.resolve(file), Head.CLOSED, name, key);
            if (closing == null) {
                broken(file, 0, 0, "the signature of the finished segment is missing");
            } else if (!closing.position().equals(at)) {
                broken(
                        Layout.segment(number),
                        0,
                        at.seq() + 1,
                        "the segment does not end where it was signed, at record "
                                + closing.position().seq());
            }
        } catch (JournalDamaged e) {
            broken(file, 0, 0, "the signature of the finished segment is damaged: " + e.getMessage());
        }
    }

    private void compareHead() {
        Position signed = head == null ? Position.START : head.position();
        if (signed.seq() > at.seq()) {
            broken(
                    Layout.segment(at.segment()),
                    0,
                    at.seq() + 1,
                    "the records " + (at.seq() + 1) + " to " + signed.seq() + " are missing, which the head names");
        } else if (!headMet && signed.seq() > 0) {
            broken(Layout.HEAD, 0, signed.seq(), "the head names another record than the one that is there");
        } else if (signed.seq() < at.seq()) {
            notes.add(name + ": the last " + (at.seq() - signed.seq()) + " records are not signed yet");
        }
    }

    private void strangers() throws IOException {
        List<String> files;
        try (Stream<Path> entries = Files.list(strand)) {
            files = entries.map(Layout::name).sorted().toList();
        }
        Set<String> expected = new HashSet<>(Set.of(Layout.HEAD, Layout.LOCK, Layout.HEAD + Layout.UNFINISHED));
        // Listed after the files, since the strand may grow meanwhile.
        for (int number : Layout.segments(strand)) {
            expected.add(Layout.segment(number));
            expected.add(Layout.closing(number));
            expected.add(Layout.closing(number) + Layout.UNFINISHED);
        }
        files.stream()
                .filter(file -> !expected.contains(file))
                .limit(10)
                .forEach(file -> broken(Printable.name(file), 0, 0, "the file is not a part of the strand"));
    }

    private void broken(String file, long line, long seq, String problem) {
        findings.add(new Finding(name + "/" + file, line, seq, problem));
        lost = true;
    }

    List<Finding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    List<Sighting> sightings() {
        return sightings;
    }

    boolean mended() {
        return mended;
    }

    long records() {
        return records;
    }

    StrandState state() {
        return new StrandState(
                name,
                records,
                at.seq(),
                at.hash(),
                head == null ? 0 : head.position().seq());
    }
}
