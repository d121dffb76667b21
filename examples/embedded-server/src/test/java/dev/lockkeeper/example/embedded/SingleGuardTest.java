package dev.lockkeeper.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One guard by itself, as docs/embedding.md shows it. */
class SingleGuardTest {

    private final List<String> opened = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @Test
    void a_guard_judges_without_policy_and_journal() {
        use("/workspace/plan.md");
        use("/workspace-evil/plan.md");
        assertThat(opened).containsExactly("/workspace/plan.md");
        assertThat(refused).singleElement().asString().startsWith("path.outside-root: ");
    }

    private void use(String path) {
        var guard = new PathGuard(PathSettings.writing("/workspace"), Access.READ);
        switch (guard.judge(new JsonString(path))) {
            case Assessment.Fit fit -> open(path);
            case Assessment.Unfit unfit -> refuse(unfit.reason().code(), unfit.message());
        }
    }

    private void open(String path) {
        opened.add(path);
    }

    private void refuse(String reason, String message) {
        refused.add(reason + ": " + message);
    }
}
