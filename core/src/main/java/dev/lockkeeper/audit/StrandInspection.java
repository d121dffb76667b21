package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a strand looks like when it is opened, and where its chain goes on. Looks only at what the signed head does not
 * vouch for; the rest is for the verifier.
 *
 * @param at where the next record goes
 * @param mended what is cut from the tail, as it is recorded; null where nothing is
 * @param gap what the signed head proves to be missing, as it is recorded; null where nothing is
 */
record StrandInspection(
        Position at, @Nullable JsonObject mended, @Nullable JsonObject gap) {

    private static final int SHOWN = 4096;

    private record Rest(long bytes, boolean hasLines, JsonObject description) {}

    /** @param known how far this process wrote the strand; null where it did not */
    static StrandInspection of(Path strand, VerifyingKey key, @Nullable Position known) throws IOException {
        List<Integer> segments = Layout.segments(strand);
        int last = segments.isEmpty() ? 0 : segments.getLast();
        Position vouched = Position.START;
        String doubt = "";
        try {
            Head head = Head.read(strand.resolve(Layout.HEAD), Head.HEAD, Layout.name(strand), key);
            if (head != null) {
                vouched = head.position();
            } else if (last > 0) {
                doubt = "the signed head is missing";
            }
        } catch (JournalDamaged e) {
            doubt = "the signed head is damaged: " + e.getMessage();
        }
        if (known != null && known.seq() > vouched.seq()) {
            vouched = known;
        }
        try {
            Head closing = Head.read(strand.resolve(Layout.closing(last)), Head.CLOSED, Layout.name(strand), key);
            if (closing != null && closing.position().seq() > vouched.seq()) {
                vouched = closing.position();
            }
        } catch (JournalDamaged e) {
            doubt = "the signature of the finished segment is damaged: " + e.getMessage();
        }
        if (vouched.segment() > last) {
            return vouched.seq() == 0 && doubt.isEmpty()
                    ? new StrandInspection(Position.START, null, null)
                    : withGap(new Position(vouched.segment() + 1, 0, 0, vouched.hash()), null, vouched, doubt);
        }
        return tail(strand, last, key, vouched, doubt);
    }

    private static StrandInspection tail(Path strand, int last, VerifyingKey key, Position vouched, String doubt)
            throws IOException {
        Path file = strand.resolve(Layout.segment(last));
        boolean intact = vouched.segment() < last || doubt.isEmpty() && endsAt(file, vouched);
        Position from = intact && vouched.segment() == last ? vouched : start(strand, last, key);
        Position good = scan(file, last, from);
        Rest rest = rest(file, good.bytes());
        JsonObject mended = rest.bytes() == 0 ? null : rest.description();
        if (intact && doubt.isEmpty() && good.seq() >= vouched.seq()) {
            return new StrandInspection(good, mended, null);
        }
        // Whole lines that do not verify are evidence: they stay, and the chain goes on in another segment.
        return rest.hasLines()
                ? withGap(good.inNextSegment(), null, vouched, doubt)
                : withGap(good, mended, vouched, doubt);
    }

    private static StrandInspection withGap(
            Position good, @Nullable JsonObject mended, Position vouched, String doubt) {
        var gap = JsonObject.EMPTY
                .with("lastFound", JsonNumber.of(good.seq()))
                .with("lastSigned", JsonNumber.of(vouched.seq()))
                .with("hashSigned", vouched.hash())
                .with("cause", doubt.isEmpty() ? "records that the signed head names are missing" : doubt);
        // INVARIANT: a reference that was given out is not given out again.
        long seq = Math.max(good.seq(), vouched.seq());
        return new StrandInspection(new Position(good.segment(), good.bytes(), seq, good.hash()), mended, gap);
    }

    private static @Nullable Position start(Path strand, int segment, VerifyingKey key) throws IOException {
        if (segment == 1) {
            return Position.START;
        }
        try {
            Head closing =
                    Head.read(strand.resolve(Layout.closing(segment - 1)), Head.CLOSED, Layout.name(strand), key);
            return closing == null ? null : closing.position().inNextSegment();
        } catch (JournalDamaged e) {
            return null;
        }
    }

    private static Position scan(Path file, int segment, @Nullable Position from) throws IOException {
        Position good = from;
        try (var lines = new LineReader(file, from == null ? 0 : from.bytes(), RecordLine.LONGEST)) {
            while (lines.next()) {
                RecordLine record = lines.record();
                if (good != null && !follows(record, good)) {
                    break;
                }
                good = new Position(segment, lines.end(), record.seq(), record.hash());
            }
        } catch (JournalDamaged e) {
            // The good part ends here.
        }
        return good == null ? Position.START.inSegment(segment) : good;
    }

    private static boolean follows(RecordLine record, Position good) {
        return record.seq() == good.seq() + 1 && record.prev().equals(good.hash())
                || record.type().equals("journal.gap") && record.seq() > good.seq();
    }

    /** Whether the record before this place is the one that was signed. */
    private static boolean endsAt(Path file, Position place) throws IOException {
        if (place.bytes() == 0) {
            return true;
        }
        try (var data = new RandomAccessFile(file.toFile(), "r")) {
            if (data.length() < place.bytes()) {
                return false;
            }
            long start = lineStart(data, place.bytes() - 1);
            try (var lines = new LineReader(file, start, RecordLine.LONGEST)) {
                return lines.next()
                        && lines.end() == place.bytes()
                        && lines.record().hash().equals(place.hash());
            } catch (JournalDamaged e) {
                return false;
            }
        }
    }

    private static long lineStart(RandomAccessFile data, long end) throws IOException {
        byte[] block = new byte[1 << 14];
        for (long to = end; to > 0 && end - to <= RecordLine.LONGEST; ) {
            long from = Math.max(0, to - block.length);
            data.seek(from);
            data.readFully(block, 0, (int) (to - from));
            for (int i = (int) (to - from) - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    private static Rest rest(Path file, long from) throws IOException {
        MessageDigest sha256 = Digests.sha256();
        long bytes = 0;
        boolean hasLines = false;
        byte[] shown = new byte[0];
        if (Files.size(file) > from) {
            try (var in = new FileInputStream(file.toFile())) {
                in.skipNBytes(from);
                byte[] block = new byte[1 << 16];
                for (int read = in.readNBytes(block, 0, block.length); read > 0; ) {
                    if (bytes == 0) {
                        shown = java.util.Arrays.copyOf(block, Math.min(read, SHOWN));
                    }
                    for (int i = 0; i < read; i++) {
                        hasLines |= block[i] == '\n';
                    }
                    sha256.update(block, 0, read);
                    bytes += read;
                    read = in.readNBytes(block, 0, block.length);
                }
            }
        }
        return new Rest(
                bytes,
                hasLines,
                JsonObject.EMPTY
                        .with("segment", Layout.name(file))
                        .with("offset", JsonNumber.of(from))
                        .with("bytes", JsonNumber.of(bytes))
                        .with("sha256", HexFormat.of().formatHex(sha256.digest()))
                        .with("base64", Base64.getEncoder().encodeToString(shown)));
    }
}
