package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every file of the repository. */
class RepositoryTest {

    /** Put together here, so that this file does not contain them. */
    private static final List<String> REGISTRIES = Stream.of(
                    "registry npmjs org", "repo maven apache org", "repo1 maven org", "deb debian org", "repo maven")
            .map(host -> host.replace(' ', '.'))
            .toList();

    /** Where this machine keeps the checkout, its JDK and its caches. Example paths in tests of paths are none of these. */
    private static final List<String> MACHINE_PATHS = List.of(
            Checkout.root().toString(),
            System.getProperty("java.home"),
            System.getProperty("user.home") + "/.m2",
            System.getProperty("user.home") + "/.npm");

    @Test
    void no_file_names_the_host_of_a_package_registry() {
        assertThat(textFiles()).isNotEmpty().allSatisfy(file -> {
            String text = Checkout.text(file.toString());
            assertThat(REGISTRIES.stream().filter(text::contains))
                    .as("%s", file)
                    .isEmpty();
        });
    }

    @Test
    void no_file_names_a_path_of_the_machine_it_was_made_on() {
        assertThat(textFiles()).allSatisfy(file -> {
            String text = Checkout.text(file.toString());
            assertThat(MACHINE_PATHS.stream().filter(text::contains))
                    .as("%s", file)
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "peers", "conformance"})
    void a_lock_file_pins_by_digest_and_leaves_the_source_to_configuration(String folder) {
        String lock = Checkout.text("testdata/" + folder + "/package-lock.json");
        assertThat(lock).doesNotContain("\"resolved\"").doesNotContain("://registry");
        long packages = Pattern.compile("^    \"node_modules/", Pattern.MULTILINE)
                .matcher(lock)
                .results()
                .count();
        long digests = Pattern.compile("\"integrity\": \"sha512-")
                .matcher(lock)
                .results()
                .count();
        assertThat(packages).isPositive().isEqualTo(digests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "peers", "conformance"})
    void test_packages_are_pinned_exactly(String folder) {
        String pins = Checkout.text("testdata/" + folder + "/package.json");
        String dependencies = pins.substring(pins.indexOf("\"dependencies\""));
        assertThat(Pattern.compile("\"[^\"]+\": \"([^\"]+)\"")
                        .matcher(dependencies)
                        .results()
                        .map(pin -> pin.group(1)))
                .isNotEmpty()
                .allMatch(
                        version -> version.matches("(npm:(@[a-z-]+/)?[a-z0-9-]+@)?\\d+\\.\\d+\\.\\d+(-alpha\\.\\d+)?"));
    }

    @Test
    void every_package_is_null_marked() {
        Set<Path> packages = Checkout.files().stream()
                .filter(file -> file.toString().matches("([a-z]+|examples/[a-z-]+)/src/main/java/.*\\.java"))
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(Checkout.root().resolve(folder).resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void versions_stand_in_the_root_pom_only() {
        for (String module : List.of("core", "gateway", "bench", "examples/embedded-server")) {
            String pom = Checkout.text(module + "/pom.xml").replaceFirst("(?s)<parent>.*?</parent>", "");
            assertThat(Pattern.compile("<version>(?!\\$\\{project.version})[^<]*")
                            .matcher(pom)
                            .results())
                    .as(module)
                    .isEmpty();
        }
    }

    @Test
    void scripts_are_executable() {
        assertThat(List.of("lockkeeper", "mvnw", ".ci/run"))
                .allMatch(script -> Files.isExecutable(Checkout.root().resolve(script)));
    }

    private static List<Path> textFiles() {
        return Checkout.files().stream()
                .filter(file -> !file.toString().contains("Inputs/"))
                .filter(RepositoryTest::isText)
                .toList();
    }

    private static boolean isText(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(Checkout.root().resolve(file));
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
            return new String(bytes, StandardCharsets.UTF_8).indexOf('\0') < 0;
        } catch (java.io.IOException notText) {
            return false;
        }
    }
}
