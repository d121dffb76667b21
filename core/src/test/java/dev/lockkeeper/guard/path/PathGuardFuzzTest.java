package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.nio.charset.StandardCharsets;

class PathGuardFuzzTest {

    private static final PathSettings SETTINGS =
            PathSettings.writing("/workspace").withRelative("/workspace").withDeny("**/.git/**", "*.p?m");

    private static final PathGuard POSIX = new PathGuard(SETTINGS, Access.WRITE);
    private static final PathGuard WINDOWS = new PathGuard(
            PathSettings.writing("C:\\work").withStyle(PathStyle.WINDOWS).withRelative("C:\\work"), Access.WRITE);
    private static final PathGuard REAL = new PathGuard(SETTINGS.withMode(PathMode.REAL), Access.WRITE);

    @FuzzTest(maxDuration = "60s")
    void a_text_is_refused_or_stays_inside_in_every_reading(byte[] bytes) {
        var text = new JsonString(new String(bytes, StandardCharsets.UTF_8));
        if (POSIX.judge(text) instanceof Assessment.Fit) {
            CarelessServer.staysInside("/workspace", text.value());
        } else {
            assertThat(REAL.judge(text)).isInstanceOf(Assessment.Unfit.class);
        }
        if (WINDOWS.judge(text) instanceof Assessment.Fit) {
            assertThat(text.value().indexOf(':')).isIn(-1, 1);
            assertThat(text.value())
                    .doesNotContain("..\\")
                    .doesNotContain("../")
                    .doesNotContain("~1");
        }
    }
}
