package dev.lockkeeper.audit;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens a strand for writing: locks it, mends its tail, and records what was found. */
record StrandOpening(
        JournalSettings settings, JournalKeys keys, InstantSource clock, Executor executor, DiskForce disk) {

    /**
     * Opens the first free strand.
     *
     * @param name the strand this process wrote before; empty where there is none
     * @param known how far it wrote that strand
     */
    Strand open(String name, @Nullable Position known) throws IOException {
        Path journal = settings.directory();
        StrandLock lock = StrandLock.first(journal);
        Strand strand = null;
        try {
            Path path = lock.strand();
            boolean same = Layout.name(path).equals(name);
            var found = StrandInspection.of(path, keys.verifying(), same ? known : null);
            var signer = new HeadSigner(path, keys, clock, executor);
            Position at = found.at();
            if (at.equals(Position.START)) {
                // INVARIANT: from the first record on, a missing head means that somebody took it away.
                new Head(Head.HEAD, Layout.name(path), at, RecordLine.time(clock.instant()))
                        .write(path.resolve(Layout.HEAD), keys);
                Layout.force(journal);
            }
            strand = new Strand(lock, signer, clock, settings.segmentBytes(), disk, at);
            strand.write(records(found, path));
            strand.force(at.seq() + 1);
            signer.sign();
            return strand;
        } catch (IOException | RuntimeException e) {
            if (strand != null) {
                strand.close();
            } else {
                lock.close();
            }
            throw e;
        }
    }

    private List<byte[]> records(StrandInspection found, Path strand) throws IOException {
        List<byte[]> records = new ArrayList<>();
        // The gap comes first: its sequence number is the one that leaps.
        if (found.gap() != null) {
            records.add(RecordLine.content(clock.instant(), "journal.gap", found.gap()));
        }
        if (found.mended() != null) {
            records.add(RecordLine.content(clock.instant(), "journal.mended", found.mended()));
        }
        var opened = JsonObject.EMPTY
                .with("strand", Layout.name(strand))
                .with("key", keys.verifying().fingerprint())
                .with("strands", siblings(strand));
        records.add(RecordLine.content(clock.instant(), "journal.opened", opened));
        return records;
    }

    // What the other strands had signed: taking one away, or back to an earlier state, is noticed by this record.
    private JsonObject siblings(Path strand) throws IOException {
        var seen = new java.util.LinkedHashMap<String, Json>();
        for (Path other : Layout.strands(settings.directory())) {
            if (Layout.name(other).equals(Layout.name(strand))) {
                continue;
            }
            try {
                Head head = Head.read(other.resolve(Layout.HEAD), Head.HEAD, Layout.name(other), keys.verifying());
                if (head != null) {
                    seen.put(
                            Layout.name(other),
                            JsonObject.EMPTY
                                    .with("seq", JsonNumber.of(head.position().seq()))
                                    .with("hash", head.position().hash()));
                }
            } catch (JournalDamaged e) {
                seen.put(Layout.name(other), new JsonString("damaged"));
            }
        }
        return new JsonObject(seen);
    }
}
