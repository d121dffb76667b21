package dev.lockkeeper.gateway.upstream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.gateway.upstream.SseReaderTest.Reading;
import java.io.ByteArrayInputStream;
import java.util.Random;

class SseReaderFuzzTest {

    private static final int LIMIT = 256;

    @FuzzTest
    void any_bytes_are_read_or_refused_and_never_differently_in_pieces(byte[] stream) {
        Reading whole = Reading.of(new ByteArrayInputStream(stream), LIMIT);
        Reading pieces = Reading.of(new Chunks(stream, new Random(stream.length), 7), LIMIT);
        if (!whole.equals(pieces)) {
            throw new AssertionError(whole + " in one piece, in many " + pieces);
        }
        if (!whole.refused() && !whole.equals(SseReference.read(stream))) {
            throw new AssertionError(whole + " and by the standard " + SseReference.read(stream));
        }
        // Replacement characters take three bytes for one.
        if (whole.events().stream().anyMatch(event -> event.length() > 3 * (LIMIT + 64))) {
            throw new AssertionError("an event over the bound");
        }
    }
}
