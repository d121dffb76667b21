package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * A known attack on the careless server of {@code testdata}.
 *
 * @param title whose mistake the server repeats
 * @param canary what the answer holds where the attack succeeds
 * @param reason why it is refused through the gateway
 */
record DemoAttack(String title, String tool, JsonObject arguments, String canary, String reason) {

    /** Three of them; the server has its own place. */
    static List<DemoAttack> three(Path careless) {
        return List.of(
                new DemoAttack(
                        "a neighbour whose name begins like the workspace (CVE-2025-53110)",
                        "read_file",
                        JsonObject.EMPTY.with("path", careless + "/workspace-evil/plan.txt"),
                        "canary-neighbour",
                        "path.outside-root"),
                new DemoAttack(
                        "an argument that a shell reads (CVE-2025-53967)",
                        "get_design",
                        JsonObject.EMPTY.with("fileKey", "k; cat ../secret/plan.txt"),
                        "canary-plan",
                        "identifier.form"),
                new DemoAttack(
                        "a table that nobody meant to show (CVE-2026-5322)",
                        "query",
                        JsonObject.EMPTY.with(
                                "sql", "SELECT id, (SELECT password FROM credentials) AS item FROM orders"),
                        "canary-database",
                        "sql.table"));
    }
}
