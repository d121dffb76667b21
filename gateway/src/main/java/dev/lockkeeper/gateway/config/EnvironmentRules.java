package dev.lockkeeper.gateway.config;

import dev.lockkeeper.audit.SecretJudge;
import dev.lockkeeper.yaml.Checked;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What may stand in the file as the value of an environment variable. */
final class EnvironmentRules {

    /** Values that are no secret under any name, as in {@code REQUIRE_AUTH: "true"}. */
    private static final Set<String> SWITCHES = Set.of("", "true", "false");

    /** As the last word of a name, they tell where a secret is kept. */
    private static final Set<String> PLACES = Set.of("file", "path", "dir");

    private EnvironmentRules() {}

    static void check(Map<String, String> env, Checked.Report report) {
        env.forEach((name, value) -> {
            if (SecretJudge.inText(value) || secret(name, value)) {
                report.problem(
                        "env/" + name,
                        "A secret does not stand in this file; set " + name
                                + " in the gateway's own environment, and name it under env-from: [" + name + "].");
            }
        });
    }

    private static boolean secret(String name, String value) {
        if (SWITCHES.contains(value.toLowerCase(Locale.ROOT))) {
            return false;
        }
        String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
        return !PLACES.contains(last) && (last.equals("key") || SecretJudge.byName(name, value));
    }
}
