package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.testing.Checkout;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BomTest {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    @Test
    void the_bill_of_materials_names_what_the_program_is_shipped_with() {
        boolean built = Files.exists(Checkout.root().resolve("target/lockkeeper-bom.json"));
        if (System.getenv("CI") != null) {
            assertThat(built)
                    .as("the bill of materials is built before the tests")
                    .isTrue();
        }
        assumeTrue(built, "skipped: target/lockkeeper-bom.json is not built; ./lockkeeper test builds it");
        String bom = Checkout.text("target/lockkeeper-bom.json");
        for (String module : List.of("core", "gateway")) {
            List<String> shipped = DEPENDENCY
                    .matcher(Checkout.text(module + "/pom.xml"))
                    .results()
                    .filter(BomTest::isShipped)
                    .map(dependency -> "pkg:maven/" + dependency.group(1) + "/" + dependency.group(2) + "@")
                    .toList();
            assertThat(shipped).as(module).isNotEmpty();
            assertThat(bom).contains(shipped);
        }
        assertThat(bom)
                .doesNotContain(
                        "pkg:maven/org.junit.jupiter/",
                        "pkg:maven/io.modelcontextprotocol.sdk/",
                        "pkg:maven/io.zonky.test/",
                        "pkg:maven/org.xerial/",
                        "pkg:maven/dev.lockkeeper/lockkeeper-bench@",
                        "pkg:maven/dev.lockkeeper/lockkeeper-example-embedded-server@");
    }

    private static boolean isShipped(MatchResult dependency) {
        String more = dependency.group(3);
        return !more.contains("<scope>test<")
                && !more.contains("<scope>provided<")
                && !more.contains("<optional>true<");
    }
}
