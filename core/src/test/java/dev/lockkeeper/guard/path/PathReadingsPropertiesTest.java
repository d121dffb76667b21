package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever careless servers make of a path that is allowed, it stays inside. */
class PathReadingsPropertiesTest {

    private static final PathGuard GUARD =
            new PathGuard(PathSettings.reading("/workspace").withRelative("/workspace"), Access.READ);

    private static final List<String> DANGERS = List.of(
            ".",
            ".",
            "..",
            "/",
            "/",
            "\\",
            "%",
            "%25",
            "2e",
            "2E",
            "5c",
            "2f",
            "%2e",
            "%2f",
            "%c0",
            "%ae",
            "%af",
            "%e0",
            "%80",
            "25",
            "c0",
            "32",
            "65",
            "\uFF0E",
            "\uFF0F",
            "\uFF3C",
            "\uFF05",
            "\u2024",
            "\u2025",
            "\u2105",
            "\uFE52",
            "\uFE68",
            "&period;",
            "&#46;",
            "&amp;",
            "&",
            "#46;",
            "sol;",
            "period;",
            " ",
            "\u00A0",
            "\u3000",
            "\u0000",
            "%0a",
            "%ef%bc%8e",
            "a",
            "e\u0301",
            "\u00E9",
            "~",
            "-",
            "$",
            "{",
            ":",
            "workspace");

    @Property(tries = 20_000)
    void what_is_allowed_stays_inside_in_every_reading(@ForAll("paths") String path) {
        boolean allowed = GUARD.judge(new JsonString(path)) instanceof Assessment.Fit;
        Statistics.collect(allowed ? "allowed" : "refused");
        Statistics.coverage(coverage -> coverage.check("allowed").percentage(share -> share > 3));
        if (allowed) {
            CarelessServer.staysInside("/workspace", path);
        }
    }

    @Property(tries = 5_000)
    void a_name_of_letters_and_common_marks_is_allowed(@ForAll("names") String name) {
        assertThat(GUARD.judge(new JsonString("/workspace/a/" + name))).as(name).isEqualTo(Assessment.fit());
        assertThat(GUARD.judge(new JsonString(name + "/b.txt"))).as(name).isEqualTo(Assessment.fit());
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> rest = Arbitraries.of(DANGERS).list().ofMaxSize(7).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(rest.map(text -> "/workspace/" + text), rest.map(text -> "/workspace/a" + text), rest);
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> inner = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars(" .-_+=@,#!()[]{}'~^")
                .withChars("\u00E9\u00FC\u00DF\u03A9\u0416\u05D0\u0645\u0E01\u8CC7\u3042\uD55C")
                .ofMaxLength(12);
        return inner.map(text -> "n" + text + "n");
    }
}
