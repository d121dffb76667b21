package dev.lockkeeper.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The engine needs no gateway. */
class ClassPathTest {

    @Test
    void there_is_an_engine_and_no_gateway() {
        assertThat(getClass().getClassLoader().getResource("dev/lockkeeper/decide"))
                .isNotNull();
        assertThat(getClass().getClassLoader().getResource("dev/lockkeeper/gateway"))
                .isNull();
        assertThatThrownBy(() -> Class.forName("dev.lockkeeper.gateway.cli.Main"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(System.getProperty("java.class.path")).contains("core").doesNotContain("lockkeeper-gateway");
    }

    @Test
    void nothing_of_the_module_depends_on_the_gateway() throws Exception {
        Path module = Path.of(System.getProperty("lockkeeper.root"), "examples", "embedded-server");
        assertThat(Files.readString(module.resolve("pom.xml")))
                .contains("<artifactId>lockkeeper-core</artifactId>")
                .doesNotContain("lockkeeper-gateway");
    }
}
