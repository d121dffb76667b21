package dev.lockkeeper.guard.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathSettingsTest {

    private static void wrong(PathSettings settings, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PathGuard(settings, Access.READ))
                .withMessageContaining(words);
    }

    private static Assessment judge(PathSettings settings, String path) {
        return new PathGuard(settings, Access.READ).judge(new JsonString(path));
    }

    @Test
    void the_defaults_of_yaml_are_those_of_java() throws YamlInvalid {
        assertThat(YamlBinder.bind(PathSettings.class, "test", "write: /workspace".getBytes(UTF_8)))
                .isEqualTo(PathSettings.writing("/workspace"));
        assertThat(YamlBinder.bind(
                        PathSettings.class,
                        "test",
                        "{ read: [/a, /b], mode: real, relative: /a, deny: '**/.env', extensions: md }"
                                .getBytes(UTF_8)))
                .isEqualTo(PathSettings.reading("/a", "/b")
                        .withMode(PathMode.REAL)
                        .withRelative("/a")
                        .withDeny("**/.env")
                        .withExtensions("md"));
    }

    @Test
    void without_a_root_nothing_may_be_reached() {
        assertThat(judge(PathSettings.reading(), "/a"))
                .isInstanceOfSatisfying(
                        Assessment.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Reason.PATH_OUTSIDE_ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workspace",
                "",
                "/a/../b",
                "/a//b",
                "~/a",
                "C:\\a",
                "/proc",
                "/proc/self/root",
                "/dev",
                "/sys/fs",
                "/a\n"
            })
    void a_root_that_the_guard_itself_would_refuse_is_none(String root) {
        wrong(PathSettings.reading(root), "cannot be a root");
    }

    @Test
    void a_root_may_end_with_a_slash_and_be_that_of_the_system() {
        assertThat(judge(PathSettings.reading("/workspace/"), "/workspace/a")).isEqualTo(Assessment.fit());
        assertThat(judge(PathSettings.reading("/workspace/"), "/workspace")).isEqualTo(Assessment.fit());
        assertThat(judge(PathSettings.reading("/"), "/etc/hosts")).isEqualTo(Assessment.fit());
        assertThat(judge(PathSettings.reading("/dev/shm/work"), "/dev/shm/work/a"))
                .isEqualTo(Assessment.fit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\\b", "../a", "a/.."})
    void a_pattern_that_matches_no_path_is_refused(String pattern) {
        wrong(PathSettings.reading("/a").withDeny(pattern), "deny pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".md", "a/b"})
    void an_extension_that_ends_no_name_is_refused(String extension) {
        wrong(PathSettings.reading("/a").withExtensions(extension), "extension");
    }

    @Test
    void relative_paths_count_from_below_a_root() {
        wrong(PathSettings.reading("/a").withRelative("/ab"), "lies below none");
        wrong(PathSettings.reading("/a").withRelative("b"), "absolute");
        assertThat(judge(PathSettings.reading("/a").withRelative("/a/b"), "c")).isEqualTo(Assessment.fit());
    }

    @Test
    void real_files_are_those_of_this_machine() {
        wrong(
                PathSettings.reading("C:\\a").withStyle(PathStyle.WINDOWS).withMode(PathMode.REAL),
                "whose style is posix");
    }

    @Test
    void lengths_are_counted_in_bytes() {
        PathSettings settings = PathSettings.reading("/");
        String name = "a".repeat(253) + "\u00E9";
        assertThat(judge(settings, "/" + name)).isEqualTo(Assessment.fit());
        tooLong(judge(settings, "/" + name + "a"));
        tooLong(judge(settings, "/a/" + name + "a/b"));
        String longest = "/1234567".repeat(512);
        assertThat(judge(settings, longest)).isEqualTo(Assessment.fit());
        tooLong(judge(settings, longest + "8"));
        tooLong(judge(settings, "/a".repeat(500_000)));
    }

    private static void tooLong(Assessment assessment) {
        assertThat(assessment)
                .isInstanceOfSatisfying(
                        Assessment.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Reason.PATH_TOO_LONG));
    }
}
