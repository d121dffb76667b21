package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LineReaderTest {

    /** How a stream ends. */
    enum End {
        END,
        WITHIN_A_LINE,
        REFUSED
    }

    /** What a reader made of a stream; a character stands for a byte. */
    record Reading(List<String> lines, End end) {

        static Reading of(InputStream in, int limit) {
            var reader = new LineReader(in, limit);
            List<String> lines = new ArrayList<>();
            try {
                for (byte[] line = reader.next(); line != null; line = reader.next()) {
                    lines.add(new String(line, StandardCharsets.ISO_8859_1));
                }
                return new Reading(lines, End.END);
            } catch (StreamRefused e) {
                return new Reading(lines, End.REFUSED);
            } catch (EOFException e) {
                return new Reading(lines, End.WITHIN_A_LINE);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /** The same by the plainest means. */
        static Reading expected(byte[] stream, int limit) {
            List<String> parts =
                    new ArrayList<>(Arrays.asList(new String(stream, StandardCharsets.ISO_8859_1).split("\n", -1)));
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).length() > limit) {
                    return new Reading(parts.subList(0, i), End.REFUSED);
                }
            }
            String rest = parts.removeLast();
            return new Reading(parts, rest.isEmpty() ? End.END : End.WITHIN_A_LINE);
        }
    }

    @Property(tries = 2000)
    void lines_are_what_stands_between_line_feeds_however_they_arrive(
            @ForAll("streams") byte[] stream, @ForAll Random sizes, @ForAll @IntRange(min = 1, max = 20) int most) {
        assertThat(Reading.of(new Chunks(stream, sizes, most), 40)).isEqualTo(Reading.expected(stream, 40));
    }

    @Property(tries = 20)
    void lines_around_the_size_of_a_buffer_or_a_pipe_arrive_whole(
            @ForAll("sizes") List<Integer> lengths, @ForAll Random sizes) {
        var text = new StringBuilder();
        for (int length : lengths) {
            text.append("é".repeat(length / 2))
                    .append(length % 2 == 0 ? "" : "x")
                    .append('\n');
        }
        byte[] stream = text.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(Reading.of(new Chunks(stream, sizes, 1 << 16), 1 << 18))
                .isEqualTo(Reading.expected(stream, 1 << 18));
    }

    @Provide
    Arbitrary<byte[]> streams() {
        return Arbitraries.of(
                        "", "a", "\r", "\n", "\n\n", "é", "😀", "\0", "{\"id\":1}", "x".repeat(39), "x".repeat(41))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.of(0, 1, (16 << 10) - 1, 16 << 10, (16 << 10) + 1, (64 << 10) - 1, 64 << 10, (64 << 10) + 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
