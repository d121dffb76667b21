package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.mcp.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FramingPropertyTest {

    /** A reader of server-sent events as WHATWG HTML, section 9.2.6, has it. */
    private static List<String> read(String stream) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (String line : stream.split("\r\n|\r|\n", -1)) {
            if (line.isEmpty() && !data.isEmpty()) {
                events.add(data.substring(0, data.length() - 1));
                data.setLength(0);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6)).append('\n');
            }
        }
        return events;
    }

    @Property(tries = 200)
    void an_event_is_one_event_whatever_the_message_holds(@ForAll String message) {
        String framed = new String(Events.of(Wire.of(message), null), StandardCharsets.UTF_8);
        String sent = new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(read(framed)).containsExactly(sent.replace('\r', '\n'));
    }

    @Property(tries = 200)
    void a_value_in_base64_means_itself(@ForAll String value) {
        String sent = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String header = "=?base64?" + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8)) + "?=";
        assertThat(ModernRules.decode(header)).contains(sent);
    }

    @FuzzTest
    void a_decoded_value_has_one_spelling_only(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        ModernRules.decode(header).ifPresent(value -> {
            String encoded =
                    "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
            assertThat(header).isIn(value, encoded);
        });
    }

    @FuzzTest
    void an_authority_says_again_what_it_was_read_from(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Authority.parse(text)
                .ifPresent(authority ->
                        assertThat(Authority.parse(authority.toString())).contains(authority));
    }
}
