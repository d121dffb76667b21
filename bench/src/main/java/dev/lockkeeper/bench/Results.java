package dev.lockkeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of results, each section of which is replaced on its own. */
final class Results {

    private static final String HEAD = """
            # Results

            Written by `./lockkeeper bench`; each section says by which command and on what. Medians throughout. Absolute \
            numbers hold for the machine, ratios travel better.
            """;

    private final Path file;

    Results(Path file) {
        this.file = file;
    }

    static String section(Section section, String machine, String text) {
        return """
                <!-- %1$s -->
                ## %2$s

                `./lockkeeper bench %1$s` on: %3$s

                %4$s<!-- end of %1$s -->
                """.formatted(section.name(), section.title(), machine, text);
    }

    void write(Section section, String text) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : HEAD;
        Matcher old = Pattern.compile(
                        "<!-- %1$s -->\n.*?<!-- end of %1$s -->\n".formatted(section.name()), Pattern.DOTALL)
                .matcher(page);
        Files.writeString(
                file,
                old.find() ? page.substring(0, old.start()) + text + page.substring(old.end()) : page + "\n" + text);
    }
}
