package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultSettingsTest {

    private static ResultSettings bind(String yaml) throws YamlInvalid {
        return YamlBinder.bind(ResultSettings.class, "results.yaml", yaml.getBytes(UTF_8));
    }

    @Test
    void what_is_not_said_is_the_safe_default() throws YamlInvalid {
        assertThat(bind("{}")).isEqualTo(ResultSettings.DEFAULT);
        assertThat(ResultSettings.DEFAULT.links().imageHosts()).isEmpty();
        assertThat(ResultSettings.DEFAULT.blobs().unchecked()).isEmpty();
        assertThat(ResultSettings.DEFAULT.size().truncate()).isFalse();
    }

    @Test
    void everything_can_be_said() throws YamlInvalid {
        assertThat(bind("""
                size: {bytes: 4096, text-chars: 100, items: 5, strings: 40, truncate: true}
                blobs: {bytes: 10, unchecked: [application/x-known]}
                hidden-text: flag
                links: {image-hosts: [img.example.com, "*.example.org"]}
                """))
                .isEqualTo(new ResultSettings(
                        new SizeSettings(4_096, 100, 5, 40, true),
                        new BlobSettings(10, List.of("application/x-known")),
                        HiddenTreatment.FLAG,
                        new LinkSettings(List.of("img.example.com", "*.example.org"))));
    }

    @Test
    void a_host_with_a_scheme_is_a_located_problem() {
        assertThatThrownBy(() -> bind("links: {image-hosts: [\"https://a.example\"]}"))
                .isInstanceOf(YamlInvalid.class)
                .hasMessageContaining("a host such as img.example.com");
    }
}
