package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SseReaderTest {

    /** What a reader made of a stream. */
    record Reading(List<String> events, String lastEventId, long retryMillis, boolean refused) {

        static Reading of(InputStream in, int limit) {
            var reader = new SseReader(in, limit);
            List<String> events = new ArrayList<>();
            boolean refused = false;
            try {
                for (SseEvent event = reader.next(); event != null; event = reader.next()) {
                    events.add(event.toString());
                }
            } catch (StreamRefused e) {
                refused = true;
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
            return new Reading(
                    events,
                    reader.lastEventId(),
                    reader.retry().map(Duration::toMillis).orElse(-1L),
                    refused);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_stream_of_the_table_reads_as_the_standard_says() {
        return Cases.in("sse/streams.json").stream()
                .map(row -> DynamicTest.dynamicTest(Cases.text(row, "name"), () -> check(row)));
    }

    private static void check(JsonObject row) {
        byte[] stream = Cases.text(row, "stream").getBytes(StandardCharsets.UTF_8);
        Reading reading = Reading.of(new ByteArrayInputStream(stream), Cases.number(row, "limit", 1000));
        JsonArray wanted = Objects.requireNonNull(row.array("events"));
        List<String> events = new ArrayList<>();
        String id = "";
        for (Json item : wanted.items()) {
            JsonObject event = (JsonObject) item;
            id = Objects.requireNonNullElse(event.string("id"), "");
            events.add(Objects.requireNonNullElse(event.string("type"), "message") + "|" + id + "|"
                    + Cases.text(event, "data"));
        }
        assertThat(reading)
                .isEqualTo(new Reading(
                        events,
                        Objects.requireNonNullElse(row.string("lastEventId"), id),
                        Cases.number(row, "retry", -1),
                        row.get("refused") == JsonBoolean.TRUE));
    }

    @Test
    void bytes_that_are_not_utf8_arrive_as_they_were_sent() throws IOException {
        byte[] stream = {'d', 'a', 't', 'a', ':', (byte) 0xC3, (byte) 0x28, '\n', '\n'};
        SseEvent event = Objects.requireNonNull(new SseReader(new ByteArrayInputStream(stream), 100).next());
        assertThat(event.data()).containsExactly(0xC3, 0x28);
    }

    @Test
    void a_line_without_end_is_cut_off_at_the_bound() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int from, int length) {
                java.util.Arrays.fill(target, from, from + length, (byte) 'x');
                given += length;
                return length;
            }
        };
        assertThat(Reading.of(endless, 1 << 20).refused()).isTrue();
        assertThat(endless.given).isLessThan(2 << 20);
    }

    @Property(tries = 2000)
    void any_chunking_gives_the_same_events(@ForAll("streams") String stream, @ForAll Random random) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Reading whole = Reading.of(new ByteArrayInputStream(bytes), 64);
        assertThat(Reading.of(new Chunks(bytes, random, 1), 64)).isEqualTo(whole);
        assertThat(Reading.of(new Chunks(bytes, random, 5), 64)).isEqualTo(whole);
    }

    @Property(tries = 2000)
    void events_are_those_of_the_standard(@ForAll("streams") String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        assertThat(Reading.of(new ByteArrayInputStream(bytes), 10_000)).isEqualTo(SseReference.read(bytes));
    }

    @Property(tries = 200)
    void a_cut_anywhere_gives_the_same_events(@ForAll("streams") String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Reading whole = Reading.of(new ByteArrayInputStream(bytes), 64);
        for (int cut = 0; cut <= bytes.length; cut++) {
            var halves = new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut));
            assertThat(Reading.of(halves, 64)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Property(tries = 1000)
    void any_line_end_gives_the_same_events(@ForAll("lines") List<String> lines, @ForAll Random random) {
        var mixed = new StringBuilder();
        for (String line : lines) {
            mixed.append(line).append(List.of("\r", "\r\n").get(random.nextInt(2)));
        }
        assertThat(Reading.of(stream(mixed.toString()), 64))
                .isEqualTo(Reading.of(stream(String.join("\n", lines) + "\n"), 64));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of(
                        "data",
                        "event",
                        "id",
                        "retry",
                        ":",
                        ": ",
                        " ",
                        "\n",
                        "\n\n",
                        "\r",
                        "\r\n",
                        "\ufeff",
                        "a",
                        "é",
                        "😀",
                        "12",
                        "\0",
                        "data: x\n\n",
                        "id: 3\n")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.of("", "", "data: a", "data", "event: e", "id: 1", "id", ": c", "retry: 4", "x")
                .list()
                .ofMaxSize(20);
    }
}
