package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ServerLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void nothing_can_colour_a_terminal_or_forge_a_line() {
        drain("a\u001b[31mred\r\nb\rc\u2028d\u202ee\nlast\u0000");
        assertThat(lines).containsExactly("a\\u{001b}[31mred", "b\\u{000d}c\\u{2028}d\\u{202e}e", "last\\u{0000}");
    }

    @Test
    void long_lines_are_cut() {
        drain("x".repeat(5000) + "\nshort\n");
        assertThat(lines).containsExactly("x".repeat(ServerLog.LINE_CHARS) + " [cut]", "short");
    }

    @Test
    void a_flood_is_counted_instead_of_logged() {
        drain(("y".repeat(99) + "\n").repeat(10_000));
        assertThat(lines).hasSizeBetween(ServerLog.BURST_BYTES / 100, ServerLog.BURST_BYTES / 100 + 2);
        assertThat(lines.getLast()).matches("\\[\\d{4} lines left out: too many at once]");
    }

    @Test
    void after_a_flood_the_rate_comes_back() {
        var log = new ServerLog(lines::add, nanos::get);
        log.drain(stream(("y".repeat(99) + "\n").repeat(1000)));
        lines.clear();
        log.drain(stream("lost\n".repeat(20)));
        nanos.addAndGet(1_000_000_000L);
        log.drain(stream("heard\n"));
        assertThat(lines).contains("heard");
    }

    @Property
    void no_control_character_survives(@ForAll byte[] bytes) {
        var out = new ArrayList<String>();
        new ServerLog(out::add, () -> 0).drain(new ByteArrayInputStream(bytes));
        assertThat(String.join("", out).codePoints())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    private void drain(String text) {
        new ServerLog(lines::add, nanos::get).drain(stream(text));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
