package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Corpora;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists of attacks that others have made. What a list holds besides attacks is told apart by a rule and by proof: it is a
 * plain relative name, and a file made under that name is made inside.
 */
class PathCorpusTest {

    private static final PathGuard ABSOLUTE = new PathGuard(PathSettings.writing("/workspace"), Access.READ);
    private static final PathGuard RELATIVE =
            new PathGuard(PathSettings.writing("/workspace").withRelative("/workspace"), Access.READ);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fuzzdb-attack_lfi_JHADDIX_LFI.txt",
                "fuzzdb-attack_os-cmd-execution_source-disc-cmd-exec-traversal.txt",
                "fuzzdb-attack_path-traversal_path-traversal-windows.txt",
                "fuzzdb-attack_path-traversal_traversals-8-deep-exotic-encoding.txt",
                "payloadsallthethings-Directory_Traversal_Intruder_deep_traversal.txt",
                "payloadsallthethings-Directory_Traversal_Intruder_directory_traversal.txt",
                "payloadsallthethings-Directory_Traversal_Intruder_dotdotpwn.txt",
                "payloadsallthethings-Directory_Traversal_Intruder_traversals-8-deep-exotic-encoding.txt",
                "payloadsallthethings-File_Inclusion_Intruders_JHADDIX_LFI.txt",
                "payloadsallthethings-File_Inclusion_Intruders_Linux-files.txt",
                "payloadsallthethings-File_Inclusion_Intruders_Windows-files.txt"
            })
    void every_line_is_refused_or_names_a_file_inside(String list) throws IOException {
        List<String> lines = Corpora.text("payloads/" + list)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(lines).isNotEmpty();
        assertThat(lines).noneMatch(line -> fits(ABSOLUTE, line));
        List<String> harmless = lines.stream()
                .filter(line -> fits(RELATIVE, line) || fits(ABSOLUTE, "/workspace/" + line))
                .distinct()
                .toList();
        System.out.println(list + ": " + lines.size() + " lines, harmless below a root: " + harmless.size());
        for (String line : harmless) {
            assertThat(isPlainName(line)).as(line).isTrue();
            isMadeInside(line);
        }
    }

    private static boolean fits(PathGuard guard, String path) {
        return guard.judge(new JsonString(path)) instanceof Assessment.Fit;
    }

    /** Relative, and of letters, digits and a few marks that no decoder or shell turns into anything else. */
    private static boolean isPlainName(String line) {
        return Stream.of(line.split("/", -1))
                        .allMatch(name ->
                                name.matches("[A-Za-z0-9._={}+ -]+") && !name.startsWith("..") && !name.equals("."))
                && !line.startsWith("/");
    }

    private void isMadeInside(String line) throws IOException {
        Path root = Files.createDirectories(directory.toRealPath().resolve("outer/root"));
        Path file = Path.of(root + "/" + line);
        Files.createDirectories(file.getParent());
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException already) {
            // Another line is a file below this one.
        }
        assertThat(file.toRealPath()).startsWith(root);
        try (Stream<Path> beside = Files.list(directory.resolve("outer"))) {
            assertThat(beside).containsExactly(directory.resolve("outer/root"));
        }
    }
}
