package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.gateway.e2e.ConformanceSuite.Outcome;
import dev.lockkeeper.gateway.e2e.ConformanceSuite.Side;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.yaml.YamlBinder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The official conformance suite finds the same of a server, and of a client, whether they meet directly or through the
 * gateway, check by check. What may differ is listed in {@code testdata/conformance/differences.yaml}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {

    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";

    /** A run of the suite, and what it must at least reach without the gateway. */
    private record Run(Side side, String requirements, int scored, long passed) {

        @Override
        public String toString() {
            return side + " " + requirements;
        }
    }

    private static final List<Run> RUNS = List.of(
            new Run(Side.SERVER, LEGACY, 30, 84),
            new Run(Side.SERVER, MODERN, 37, 196),
            new Run(Side.CLIENT, LEGACY, 18, 372),
            new Run(Side.CLIENT, MODERN, 32, 542));

    private final Map<Run, Outcome> direct = new LinkedHashMap<>();
    private final Map<Run, Outcome> through = new LinkedHashMap<>();
    private List<Difference> allowed = List.of();

    private record Differences(List<Difference> differences) {}

    private record Difference(String run, String scenario, String check, String reason) {

        boolean covers(Found found) {
            return Glob.name(run).matches(found.run)
                    && Glob.name(scenario).matches(found.scenario)
                    && Glob.name(check).matches(found.check);
        }
    }

    private record Found(String run, String scenario, String check, String direct, String through) {

        @Override
        public String toString() {
            return run + ": " + scenario + ": " + check + ": directly " + direct + ", through the gateway " + through;
        }
    }

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void run_the_suite() throws Exception {
        Path keep = emptied(Path.of(System.getProperty("lockkeeper.root"), "gateway", "target", "conformance"));
        var suite = new ConformanceSuite(Peers.folder("conformance"));
        Path file = suite.fixture("differences.yaml");
        allowed = YamlBinder.bind(Differences.class, file.toString(), Files.readAllBytes(file))
                .differences();
        Process fixture = new ProcessBuilder(
                        suite.node(), suite.fixture("server.mjs").toString())
                .redirectError(keep.resolve("fixture.log").toFile())
                .start();
        try (var relay = new AuthorizingRelay()) {
            String url = "http://127.0.0.1:" + line(fixture) + "/mcp";
            run(suite, keep.resolve("direct"), url, client(suite, keep, "client.mjs"), direct);

            var program = new Program(keep);
            program.configureAll(configuration(relay, url));
            String token = program.token("suite");
            try (Program.Serving gateway = program.serve()) {
                relay.relay(URI.create(gateway.url("fixture")).getPort(), token);
                String entrance = "http://" + relay.authority() + "/s/";
                run(
                        suite,
                        keep.resolve("through"),
                        entrance + "fixture/mcp",
                        client(suite, keep, "through.mjs") + " "
                                + program.home().resolve("lockkeeper.yaml") + " " + entrance,
                        through);
            }
        } finally {
            fixture.destroy();
        }
    }

    /** The command of a client that waits for its turn. */
    private static String client(ConformanceSuite suite, Path turns, String script) throws IOException {
        return String.join(
                " ",
                suite.node(),
                suite.fixture("turn.mjs").toString(),
                turns.toString(),
                suite.fixture(script).toString());
    }

    /** Where the results stay to be read, until the next run. */
    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private static String configuration(AuthorizingRelay relay, String url) {
        return """
                version: 1
                untyped: allow
                listen:
                  port: 0
                  health-port: 0
                  allowed-hosts: ['%s']
                  allowed-origins: ['http://%s']
                limits: { sessions: { per-caller: 200 } }
                servers:
                  fixture:
                    url: %s
                    client-requests: [roots, elicitation, sampling]
                    allow: [{ tools: ['*'], resources: ['**'], prompts: ['*'] }]
                """.formatted(relay.authority(), relay.authority(), url);
    }

    private static void run(ConformanceSuite suite, Path output, String url, String client, Map<Run, Outcome> outcomes)
            throws Exception {
        for (Run run : RUNS) {
            List<String> subject = switch (run.side) {
                case SERVER -> List.of("--url", url);
                case CLIENT -> List.of("--command", client, "--timeout", "120000");
            };
            outcomes.put(run, suite.run(run.side, run.requirements, output.resolve(run.toString()), subject));
        }
    }

    private static String line(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the fixture does not start");
        }
        return line;
    }

    @TestFactory
    Stream<DynamicTest> directly_the_fixtures_do_all_that_is_required() {
        return RUNS.stream()
                .map(run -> dynamicTest(run.toString(), () -> {
                    Outcome outcome = outcome(direct, run);
                    assertThat(outcome.exit()).isZero();
                    assertThat(outcome.scored()).isEqualTo(run.scored);
                    assertThat(outcome.passed()).isEqualTo(run.passed);
                }));
    }

    @TestFactory
    Stream<DynamicTest> directly_the_server_does_what_is_not_required_too() {
        return RUNS.stream()
                .filter(run -> run.side == Side.SERVER)
                .map(run -> dynamicTest(
                        run.toString(),
                        () -> assertThat(outcome(direct, run).failing()).isEmpty()));
    }

    @Test
    void there_are_33_server_scenarios_for_the_legacy_era() {
        assertThat(outcome(direct, RUNS.getFirst()).scenarios()).hasSize(33);
    }

    @TestFactory
    Stream<DynamicTest> through_the_gateway_everything_is_as_it_is_directly() {
        return RUNS.stream()
                .flatMap(run -> outcome(direct, run).scenarios().keySet().stream()
                        .map(scenario -> dynamicTest(
                                run + ": " + scenario,
                                () -> assertThat(found(run, scenario))
                                        .filteredOn(found ->
                                                allowed.stream().noneMatch(difference -> difference.covers(found)))
                                        .isEmpty())));
    }

    @Test
    void the_same_scenarios_run_in_both_ways() {
        assertThat(RUNS)
                .allSatisfy(run -> assertThat(outcome(through, run).scenarios().keySet())
                        .isEqualTo(outcome(direct, run).scenarios().keySet()));
    }

    @TestFactory
    Stream<DynamicTest> every_difference_that_is_allowed_is_still_there() {
        List<Found> all = RUNS.stream()
                .flatMap(run -> outcome(direct, run).scenarios().keySet().stream()
                        .flatMap(scenario -> found(run, scenario).stream()))
                .toList();
        return allowed.stream()
                .map(difference ->
                        dynamicTest(difference.toString(), () -> assertThat(all).anyMatch(difference::covers)));
    }

    private List<Found> found(Run run, String scenario) {
        Map<String, List<String>> without = checks(direct, run, scenario);
        Map<String, List<String>> with = checks(through, run, scenario);
        Set<String> ids = new TreeSet<>(without.keySet());
        ids.addAll(with.keySet());
        var found = new ArrayList<Found>();
        for (String id : ids) {
            List<String> before = without.getOrDefault(id, List.of());
            List<String> after = with.getOrDefault(id, List.of());
            if (!before.equals(after)) {
                found.add(new Found(run.toString(), scenario, id, before.toString(), after.toString()));
            }
        }
        return found;
    }

    private static Map<String, List<String>> checks(Map<Run, Outcome> outcomes, Run run, String scenario) {
        return outcome(outcomes, run).scenarios().getOrDefault(scenario, Map.of());
    }

    private static Outcome outcome(Map<Run, Outcome> outcomes, Run run) {
        return Objects.requireNonNull(outcomes.get(run));
    }
}
