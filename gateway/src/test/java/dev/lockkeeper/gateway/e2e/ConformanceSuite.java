package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The official conformance suite, as {@code testdata/conformance} pins it. */
final class ConformanceSuite {

    private static final Pattern TIMESTAMP = Pattern.compile("-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z$");
    private static final Pattern NOT_SCORED = Pattern.compile("Not scored for \\S+: (\\d+) scenario");
    private static final long MINUTES = 5;
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(64 << 20));

    private final Path folder;

    /** @param folder {@code testdata/conformance} with its packages installed */
    ConformanceSuite(Path folder) {
        this.folder = folder;
    }

    /** Which side is under test. */
    enum Side {
        SERVER,
        CLIENT;

        @Override
        public String toString() {
            return this == SERVER ? "server" : "client";
        }
    }

    /**
     * What a run found.
     *
     * @param exit 0 where everything holds that the version requires
     * @param scored how many scenarios the version requires
     * @param scenarios for each scenario its checks by their ids, and how each of them came out, once or more often
     */
    record Outcome(int exit, int scored, Map<String, Map<String, List<String>>> scenarios) {

        long passed() {
            return statuses().filter("SUCCESS"::equals).count();
        }

        List<String> failing() {
            return scenarios.entrySet().stream()
                    .filter(scenario ->
                            scenario.getValue().values().stream().anyMatch(statuses -> statuses.contains("FAILURE")))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private Stream<String> statuses() {
            return scenarios.values().stream()
                    .flatMap(checks -> checks.values().stream().flatMap(List::stream));
        }
    }

    /** Node as the suite needs it, which may be newer than the one on the path. */
    String node() throws IOException {
        try (Stream<Path> packages = Files.list(folder.resolve("node_modules"))) {
            return packages.filter(name -> name.getFileName().toString().startsWith("node-"))
                    .map(name -> name.resolve("bin/node"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .map(Path::toString)
                    .orElse("node");
        }
    }

    Path fixture(String name) {
        return folder.resolve(name);
    }

    /** Runs everything that is for one version and one side. */
    Outcome run(Side side, String requirements, Path output, List<String> subject) throws Exception {
        var command = new ArrayList<>(List.of(
                node(),
                folder.resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js")
                        .toString(),
                side.toString(),
                "--requirements",
                requirements,
                "--output-dir",
                output.resolve("results").toString()));
        command.addAll(subject);
        Path log = Files.createDirectories(output).resolve("suite.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("the suite does not end; see " + log);
        }
        Matcher unscored = NOT_SCORED.matcher(Files.readString(log));
        Map<String, Map<String, List<String>>> scenarios = scenarios(output.resolve("results"), side);
        return new Outcome(
                process.exitValue(),
                scenarios.size() - (unscored.find() ? Integer.parseInt(unscored.group(1)) : 0),
                scenarios);
    }

    private static Map<String, Map<String, List<String>>> scenarios(Path results, Side side) throws Exception {
        var scenarios = new TreeMap<String, Map<String, List<String>>>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(file -> file.endsWith("checks.json")).toList()) {
                String name = TIMESTAMP
                        .matcher(results.relativize(Objects.requireNonNull(file.getParent()))
                                .toString())
                        .replaceFirst("");
                scenarios.put(side == Side.SERVER ? name.substring("server-".length()) : name, checks(file));
            }
        }
        return scenarios;
    }

    /** Each check by its id; what is only information, such as the traffic, is no check. */
    private static Map<String, List<String>> checks(Path file) throws IOException, JsonRefused {
        var checks = new TreeMap<String, List<String>>();
        for (Json check : ((JsonArray) READER.read(Files.readAllBytes(file))).items()) {
            String status = late(check) ? "SUCCESS" : member(check, "status");
            if (!status.equals("INFO")) {
                checks.computeIfAbsent(member(check, "id"), id -> new ArrayList<>())
                        .add(status);
            }
        }
        checks.values().forEach(Collections::sort);
        return checks;
    }

    /** One check measures a time. Too early is wrong; too late is only a busy machine. */
    private static boolean late(Json check) {
        JsonObject measured = Objects.requireNonNullElse(((JsonObject) check).object("details"), JsonObject.EMPTY);
        return member(check, "id").equals("client-sse-retry-timing")
                && (JsonBoolean.TRUE.equals(measured.get("slightlyLate"))
                        || JsonBoolean.TRUE.equals(measured.get("veryLate")));
    }

    private static String member(Json check, String name) {
        return Objects.requireNonNull(((JsonObject) check).string(name), name);
    }
}
