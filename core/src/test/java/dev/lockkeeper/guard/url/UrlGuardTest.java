package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {

    private static final UrlSettings ANY = UrlSettings.DEFAULT.withHosts("*");

    @Test
    void a_fit_url_has_the_facts_that_a_proxy_pins() {
        var guard =
                new UrlGuard(ANY, new FixedResolver(Map.of("example.com", List.of("93.184.216.34", "2606:4700::1"))));
        assertThat(guard.judge(new JsonString("https://Example.com/x")).toString())
                .contains("{\"scheme\":\"https\",\"host\":\"example.com\",\"port\":443,"
                        + "\"addresses\":[\"93.184.216.34\",\"2606:4700::1\"]}");
    }

    @Test
    void a_literal_address_is_its_own_fact() {
        assertThat(new UrlGuard(ANY, Resolver.NONE)
                        .judge("https://[2606:4700::1]/")
                        .toString())
                .contains("\"host\":\"2606:4700::1\",\"port\":443,\"addresses\":[\"2606:4700::1\"]");
    }

    @Test
    void without_a_resolver_there_are_no_addresses() {
        assertThat(new UrlGuard(ANY, Resolver.NONE)
                        .judge("https://example.com/")
                        .toString())
                .contains("\"host\"")
                .doesNotContain("addresses");
    }

    @Test
    void nobody_hears_of_a_name_that_is_refused_or_only_nested() {
        List<String> asked = new ArrayList<>();
        Resolver resolver = host -> {
            asked.add(host);
            return List.of(new byte[] {93, (byte) 184, (byte) 216, 34});
        };
        var guard = new UrlGuard(UrlSettings.DEFAULT.withHosts("example.com"), resolver);
        for (String url : List.of(
                "https://evil.org/",
                "http://example.com/",
                "https://example.com:1/",
                "https://example.com/?u=http://10.0.0.1/")) {
            assertThat(guard.judge(url)).as(url).isInstanceOf(Assessment.Unfit.class);
        }
        assertThat(asked).isEmpty();
        assertThat(guard.judge("https://example.com/?u=https://evil.org/")).isInstanceOf(Assessment.Fit.class);
        assertThat(asked).containsExactly("example.com");
    }

    @Test
    void the_caller_does_not_learn_what_a_name_leads_to() {
        var guard = new UrlGuard(ANY, new FixedResolver(Map.of("example.com", List.of("10.1.2.3"))));
        var unfit = (Assessment.Unfit) guard.judge("https://example.com/");
        assertThat(unfit.message()).doesNotContain("10.1.2.3");
        assertThat(unfit.cause()).contains("10.1.2.3");
    }

    @Test
    void what_is_no_text_is_refused() {
        assertThat(((Assessment.Unfit) new UrlGuard(ANY, Resolver.NONE).judge(JsonNull.NULL)).reason())
                .isEqualTo(Reason.ARGUMENT_TYPE);
        assertThat(((Assessment.Unfit) new HostGuard(HostSettings.DEFAULT, Resolver.NONE).judge(JsonNull.NULL))
                        .reason())
                .isEqualTo(Reason.ARGUMENT_TYPE);
        assertThat(((Assessment.Unfit) new EmailGuard(EmailSettings.DEFAULT).judge(JsonNull.NULL)).reason())
                .isEqualTo(Reason.ARGUMENT_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a\ud800b.com/", "https://example.com/\ud800", "https://\udc00/"})
    void a_lone_surrogate_is_refused(String url) {
        assertThat(new UrlGuard(ANY, Resolver.NONE).judge(url)).isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void a_message_quotes_nothing_of_the_value() {
        var guard = new UrlGuard(ANY, Resolver.NONE);
        for (String url :
                List.of("https://se\u001bcret@x/", "secret", "https://secret_x/", "https://secret/", "secret://x")) {
            assertThat(((Assessment.Unfit) guard.judge(url)).message()).as(url).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gopher | * | 443 | 10.0.0.0/8 | The scheme gopher",
                "https | exa_mple.com | 443 | 10.0.0.0/8 | No host: exa_mple.com",
                "https | https://example.com | 443 | 10.0.0.0/8 | No ",
                "https | example.com:0 | 443 | 10.0.0.0/8 | No port: example.com:0",
                "https | *example.com | 443 | 10.0.0.0/8 | No host: *example.com",
                "https | *. | 443 | 10.0.0.0/8 | No host: *.",
                "https | '' | 443 | 10.0.0.0/8 | No host: ",
                "https | .10.0.0.1 | 443 | 10.0.0.0/8 | An address has no domain below it",
                "https | 192.168.0.1 | 443 | 10.0.0.0/8 | The host 192.168.0.1 is not a public address",
                "https | * | 0 | 10.0.0.0/8 | No port: 0",
                "https | * | 65536 | 10.0.0.0/8 | No port: 65536",
                "https | * | 443 | 10.0.0.0/33 | No network: 10.0.0.0/33",
                "https | * | 443 | 10.0.0.1/8 | The network 10.0.0.1/8 has bits beyond its prefix",
                "https | * | 443 | 10.0.0.0/ | No network: 10.0.0.0/",
                "https | * | 443 | 10/8 | No network: 10/8",
            })
    void settings_that_say_nothing_are_refused_in_words(
            String scheme, String host, int port, String network, String message) {
        var settings = UrlSettings.DEFAULT
                .withSchemes(scheme)
                .withHosts(host)
                .withPorts(port)
                .withAddresses(network);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UrlGuard(settings, Resolver.NONE))
                .withMessageContaining(message);
    }

    @Test
    void a_domain_of_mail_has_no_port() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmailGuard(EmailSettings.of("example.com:25")))
                .withMessageContaining("no port");
    }

    @Test
    void the_longest_url_full_of_hiding_places_is_judged() {
        var guard = new UrlGuard(ANY.withMost(65_536), Resolver.NONE);
        for (String piece : List.of(
                "//", "%2f", "http://a.b@", "aHR0cDovL2", "%25", "169.254.169.25.", "=aHR0cDov/", ":", "%3d%3d")) {
            String url = "https://example.com/?" + piece.repeat(65_000 / piece.length());
            assertThat(guard.judge(url)).as(piece).isNotNull();
        }
    }
}
