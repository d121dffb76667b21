package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {

    private static final Markdown PAGE = Markdown.of("ARCHITECTURE.md");
    private static final String METHOD =
            "(tools|resources|prompts|completion|server|subscriptions|notifications|sampling|elicitation|roots|logging)/\\S+";

    @Test
    void every_path_it_names_exists() {
        List<String> paths = new ArrayList<>();
        PAGE.spans().stream()
                .filter(span -> span.contains("/") && !span.matches(METHOD) && !span.contains(" "))
                .forEach(paths::add);
        PAGE.links().stream().filter(link -> !link.contains("://")).forEach(paths::add);
        assertThat(paths)
                .hasSizeGreaterThan(20)
                .allSatisfy(path -> assertThat(Checkout.root().resolve(path)).exists());
    }

    @Test
    void every_type_it_names_exists() {
        Set<String> types = Checkout.files().stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".java"))
                .map(file -> Path.of(file).getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> named = PAGE.spans().stream()
                .filter(span -> span.matches("[A-Z][a-z][A-Za-z]*([.(].*)?"))
                .map(span -> span.split("[.(]")[0])
                .toList();
        assertThat(named).isNotEmpty().allMatch(types::contains);
    }

    @Test
    void links_of_every_page_lead_to_files_that_exist() {
        Stream<Path> pages =
                Checkout.files().stream().filter(file -> file.toString().endsWith(".md"));
        assertThat(pages).isNotEmpty().allSatisfy(page -> {
            Path folder = Checkout.root().resolve(page).getParent();
            for (String link : Markdown.of(page.toString()).links()) {
                if (!link.contains("://") && !link.startsWith("#")) {
                    assertThat(Files.exists(folder.resolve(link.replaceFirst("#.*", ""))))
                            .as("%s links to %s", page, link)
                            .isTrue();
                }
            }
        });
    }
}
