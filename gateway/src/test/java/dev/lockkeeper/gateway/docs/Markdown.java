package dev.lockkeeper.gateway.docs;

import dev.lockkeeper.testing.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests look at in a page: code spans, links, headings and tables, outside of fenced blocks. */
record Markdown(String text) {

    private static final Pattern FENCE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    static Markdown of(String path) {
        return new Markdown(FENCE.matcher(Checkout.text(path)).replaceAll(""));
    }

    List<String> spans() {
        return groups(SPAN);
    }

    List<String> links() {
        return groups(LINK);
    }

    /** The cells of every row of every table, without heads and rules. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 2; i < lines.size(); i++) {
            boolean inBody = lines.subList(Math.max(0, i - 1), i + 1).stream().allMatch(line -> line.startsWith("|"));
            if (inBody && !rule(lines.get(i)) && (i + 1 >= lines.size() || !rule(lines.get(i + 1)))) {
                rows.add(Stream.of(lines.get(i).substring(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    /** The text below each heading of this level, heading first. */
    List<String> sections(int level) {
        return Stream.of(text.split("(?m)^(?=#{1," + level + "} )"))
                .filter(section -> section.startsWith("#".repeat(level) + " "))
                .toList();
    }

    private static boolean rule(String line) {
        return line.matches("\\|[-:| ]+\\|");
    }

    private List<String> groups(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
