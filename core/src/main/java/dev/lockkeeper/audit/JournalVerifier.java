package dev.lockkeeper.audit;

import dev.lockkeeper.audit.Verification.Status;
import dev.lockkeeper.audit.Verification.StrandState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a journal, or a copy of one without its secret keys, by its files alone. Reads it as a stream and writes
 * nothing; may run while the journal is written.
 */
public final class JournalVerifier {

    private static final int LONGEST_KEY = 4096;
    private static final Set<String> KNOWN =
            Set.of(JournalKeys.SIGNING, JournalKeys.PUBLIC, JournalKeys.REDACTION, Layout.INDEX);

    private final Path journal;
    private final @Nullable VerifyingKey trusted;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<StrandState> states = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final Map<String, Map<Long, Sighting>> sightings = new TreeMap<>();
    private long records;
    private boolean mended;

    private JournalVerifier(Path journal, @Nullable VerifyingKey trusted) {
        this.journal = journal;
        this.trusted = trusted;
    }

    /**
     * Verifies by the public key that lies beside the journal.
     *
     * @throws IOException when the directory cannot be read
     */
    public static Verification verify(Path journal) throws IOException {
        return new JournalVerifier(journal, null).run();
    }

    /** Verifies by a public key that was kept elsewhere, so that a journal signed anew with another key is found out. */
    public static Verification verify(Path journal, VerifyingKey trusted) throws IOException {
        return new JournalVerifier(journal, trusted).run();
    }

    private Verification run() throws IOException {
        VerifyingKey key = key();
        List<Path> strands = Layout.strands(journal);
        strangers();
        if (strands.isEmpty()) {
            wrong(new Finding(".", 0, 0, "the directory holds no strand of a journal"));
        }
        if (key != null) {
            for (Path strand : strands) {
                verifyStrand(strand, key);
            }
            compareSightings();
        }
        Status status = !findings.isEmpty() ? Status.BROKEN : mended ? Status.MENDED : Status.VERIFIED;
        return new Verification(status, key == null ? "" : key.fingerprint(), records, findings, notes, states);
    }

    private @Nullable VerifyingKey key() throws IOException {
        try (var in = Files.newInputStream(journal.resolve(JournalKeys.PUBLIC))) {
            var read = VerifyingKey.of(new String(in.readNBytes(LONGEST_KEY), StandardCharsets.ISO_8859_1));
            if (trusted != null && !trusted.text().equals(read.text())) {
                wrong(new Finding(JournalKeys.PUBLIC, 0, 0, "the public key is not the trusted one"));
            }
            return trusted == null ? read : trusted;
        } catch (NoSuchFileException e) {
            wrong(new Finding(JournalKeys.PUBLIC, 0, 0, "the public key is missing"));
        } catch (JournalDamaged e) {
            wrong(new Finding(JournalKeys.PUBLIC, 0, 0, e.getMessage() == null ? "" : e.getMessage()));
        }
        return trusted;
    }

    private void strangers() throws IOException {
        try (Stream<Path> entries = Files.list(journal)) {
            entries.filter(path -> !KNOWN.contains(Layout.name(path))
                            && !(Layout.isStrand(Layout.name(path))
                                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                            && !Layout.name(path).endsWith(Layout.UNFINISHED))
                    .map(path -> "not a part of the journal: " + Printable.name(Layout.name(path)))
                    .sorted()
                    .forEach(notes::add);
        }
    }

    private void verifyStrand(Path strand, VerifyingKey key) throws IOException {
        var verifier = new StrandVerifier(strand, key);
        verifier.verify();
        records += verifier.records();
        mended |= verifier.mended();
        verifier.findings().forEach(this::wrong);
        notes.addAll(verifier.notes());
        states.add(verifier.state());
        verifier.sightings()
                .forEach(sighting -> sightings
                        .computeIfAbsent(sighting.strand(), name -> new TreeMap<>())
                        .putIfAbsent(sighting.seq(), sighting));
    }

    private void wrong(Finding finding) {
        findings.add(finding);
        int slash = finding.file().indexOf('/');
        broken.add(slash < 0 ? finding.file() : finding.file().substring(0, slash));
    }

    // Whatever one strand saw another one sign must still be there.
    private void compareSightings() throws IOException {
        for (var seen : sightings.entrySet()) {
            String name = seen.getKey();
            Path strand = journal.resolve(name);
            if (!Files.isDirectory(strand, LinkOption.NOFOLLOW_LINKS)) {
                Sighting last = List.copyOf(seen.getValue().values()).getLast();
                wrong(new Finding(name, 0, last.seq(), "the strand is missing; " + last.by() + " saw it signed"));
            } else if (!broken.contains(name)) {
                compare(strand, new TreeMap<>(seen.getValue()));
            }
        }
    }

    private void compare(Path strand, NavigableMap<Long, Sighting> expected) throws IOException {
        for (int number : Layout.segments(strand)) {
            if (expected.isEmpty()) {
                return;
            }
            try (var lines = new LineReader(strand.resolve(Layout.segment(number)), 0, RecordLine.LONGEST)) {
                while (!expected.isEmpty() && lines.next() && lines.complete()) {
                    RecordLine record = lines.record();
                    Sighting sighting = expected.remove(record.seq());
                    if (sighting != null && !sighting.hash().equals(record.hash())) {
                        wrong(new Finding(
                                Layout.name(strand) + "/" + Layout.segment(number),
                                0,
                                record.seq(),
                                "the record was replaced; " + sighting.by() + " saw another one signed"));
                        return;
                    }
                }
            } catch (JournalDamaged e) {
                return;
            }
        }
        if (!expected.isEmpty()) {
            Sighting missing = expected.firstEntry().getValue();
            wrong(new Finding(
                    Layout.name(strand),
                    0,
                    missing.seq(),
                    "the record is missing; " + missing.by() + " saw it signed"));
        }
    }
}
