package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogQueueTest {

    private static final int MANY = 20_000;

    /** As a pipe that is full: nothing is taken before somebody reads. */
    private static final class Pipe extends OutputStream {

        private final CountDownLatch reader = new CountDownLatch(1);
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                reader.await();
            } catch (InterruptedException e) {
                // As a write to a pipe, this one cannot be interrupted; the test has its reader by then.
                Thread.currentThread().interrupt();
            }
            read.write(bytes, from, length);
        }

        List<String> lines() {
            return read.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void who_logs_does_not_wait_for_who_reads_and_the_log_tells_what_it_left_out() {
        var pipe = new Pipe();
        try (var queue = new LogQueue(new PrintStream(pipe, false, StandardCharsets.UTF_8))) {
            // This would never return if a line waited for its reader.
            IntStream.range(0, MANY).forEach(i -> queue.println("line " + i));
            pipe.reader.countDown();
        }
        long written =
                pipe.lines().stream().filter(line -> line.startsWith("line ")).count();
        long dropped = Pattern.compile("\\{\"time\":\"[^\"]+Z\",\"event\":\"log-dropped\",\"lines\":([0-9]+)}")
                .matcher(String.join("\n", pipe.lines()))
                .results()
                .map((MatchResult told) -> told.group(1))
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(written).isPositive().isLessThan(MANY);
        assertThat(written + dropped).isEqualTo(MANY);
    }

    @Test
    void lines_keep_their_order_and_closing_writes_those_that_wait() {
        var bytes = new ByteArrayOutputStream();
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();
        try (var queue = new LogQueue(new PrintStream(bytes, false, StandardCharsets.UTF_8))) {
            lines.forEach(queue::println);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(lines);
    }
}
