package dev.lockkeeper.gateway.upstream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.gateway.upstream.LineReaderTest.Reading;
import java.util.Random;

class LineReaderFuzzTest {

    private static final int LIMIT = 64;

    @FuzzTest
    void any_bytes_are_split_at_their_line_feeds_or_refused(byte[] stream) {
        Reading expected = Reading.expected(stream, LIMIT);
        for (int most : new int[] {1, 7, 1 << 16}) {
            Reading read = Reading.of(new Chunks(stream, new Random(stream.length), most), LIMIT);
            if (!read.equals(expected)) {
                throw new AssertionError(read + " and not " + expected);
            }
        }
    }
}
