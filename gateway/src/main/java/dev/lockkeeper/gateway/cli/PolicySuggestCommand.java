package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.identity.OperatingSystemCaller;
import dev.lockkeeper.guard.argument.ArgumentType;
import dev.lockkeeper.guard.argument.Suggestion;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code policy suggest}: what the arguments probably are that have no type yet. Changes nothing. */
@Command(
        name = "suggest",
        mixinStandardHelpOptions = true,
        description = {
            "Propose types for the arguments that have none yet.",
            "What is printed belongs under servers.NAME.arguments, once a person has read it: names and descriptions"
                    + " are the server's own words."
        })
final class PolicySuggestCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 16 << 20;
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private PolicyCommand parent;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One server; otherwise all.")
    private @Nullable String server;

    @Option(
            names = {"-p", "--config", "--policy"},
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path config;

    @Option(
            names = "--tools",
            paramLabel = "FILE",
            description = "Read the tools from this file, an answer to tools/list or the array in it, and start no"
                    + " server; needs NAME.")
    private @Nullable Path tools;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, List<ToolDefinition>> offered = new LinkedHashMap<>();
        Policy policy;
        if (tools != null) {
            if (server == null) {
                throw new CliFailure(ExitCode.USAGE, "With --tools, name the server that the tools belong to.");
            }
            policy = policy();
            offered.put(server, definitions(read(tools)));
        } else {
            policy = ask(offered);
        }
        print(policy, offered);
        return ExitCode.OK;
    }

    private Policy policy() {
        try {
            return PolicyFile.open(parent.home().configuration(config))
                    .current()
                    .policy();
        } catch (YamlInvalid e) {
            throw new CliFailure(ExitCode.INVALID, "The configuration is not valid.\n" + e.getMessage());
        }
    }

    private Policy ask(Map<String, List<ToolDefinition>> offered) {
        Home home = parent.home();
        var plan = new Wiring.Plan(home.configuration(config), home, System.getenv(), System.err);
        try (Wiring wiring = Wiring.open(plan);
                Inventory inventory = wiring.inventory(OperatingSystemCaller.current(user -> Set.of()))) {
            for (String name : wiring.servers(server)) {
                offered.put(name, definitions(inventory.of(name)));
            }
            return wiring.policy();
        }
    }

    private static Json read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new JsonReader(JsonLimits.DEFAULT.withBytes(MOST_BYTES)).read(in.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.FAILED, file + " cannot be read; check that it is there and readable.");
        } catch (JsonRefused e) {
            throw new CliFailure(ExitCode.INVALID, file + ": " + e.getMessage());
        }
    }

    private static List<ToolDefinition> definitions(Json listed) {
        JsonObject answer = listed instanceof JsonObject object && object.object("result") != null
                ? object.object("result")
                : listed instanceof JsonObject object ? object : JsonObject.EMPTY.with("tools", listed);
        JsonArray array = answer == null ? null : answer.array("tools");
        List<ToolDefinition> definitions = new ArrayList<>();
        for (Json item : array == null ? List.<Json>of() : array.items()) {
            ToolDefinition tool = item instanceof JsonObject object ? ToolDefinition.of(object) : null;
            if (tool != null) {
                definitions.add(tool);
            }
        }
        return definitions;
    }

    private void print(Policy policy, Map<String, List<ToolDefinition>> offered) {
        PrintWriter out = spec.commandLine().getOut();
        JsonObject all = JsonObject.EMPTY;
        for (var entry : offered.entrySet()) {
            JsonObject found = JsonObject.EMPTY;
            for (ToolDefinition tool : entry.getValue()) {
                List<Suggestion> suggestions = policy.suggestions(entry.getKey(), tool);
                if (!suggestions.isEmpty()) {
                    found = found.with(tool.name(), json(suggestions));
                }
            }
            all = all.with(entry.getKey(), found);
        }
        if (json) {
            out.println(all.text());
        } else {
            all.members().forEach((name, found) -> yaml(out, name, (JsonObject) found));
        }
        out.flush();
    }

    private static JsonArray json(List<Suggestion> suggestions) {
        List<Json> items = new ArrayList<>();
        for (Suggestion suggestion : suggestions) {
            ArgumentType type = suggestion.type();
            items.add(JsonObject.EMPTY
                    .with("place", suggestion.place().pointer())
                    .with("type", type == null ? JsonNull.NULL : new JsonString(type.word()))
                    .with("because", suggestion.because()));
        }
        return new JsonArray(items);
    }

    private static void yaml(PrintWriter out, String server, JsonObject found) {
        if (found.members().isEmpty()) {
            out.println("# " + server + ": every string argument has a type.");
            return;
        }
        out.println("# " + server + ": " + found.members().size()
                + (found.members().size() == 1 ? " tool has" : " tools have") + " arguments without a type.");
        JsonObject named = found.only(tool -> !isGlob(tool));
        found.members().keySet().stream()
                .filter(PolicySuggestCommand::isGlob)
                .forEach(tool ->
                        out.println("# No entry can name this tool alone, since its name is a glob: " + comment(tool)));
        named.only(tool -> !isTyped(named.get(tool))).members().forEach((tool, undecided) -> {
            out.println("# No type is proposed for " + comment(tool) + ", which cannot be called until you say one:");
            each(undecided).forEach(suggestion -> out.println("#   " + undecided(suggestion)));
        });
        JsonObject typed = named.only(tool -> isTyped(named.get(tool)));
        if (typed.members().isEmpty()) {
            return;
        }
        out.println("servers:");
        out.println("  " + scalar(server) + ":");
        out.println("    arguments:");
        typed.members().forEach((tool, suggestions) -> {
            out.println("      - tools: " + scalar(tool));
            out.println("        types:");
            each(suggestions).forEach(suggestion -> out.println("          " + line(suggestion)));
        });
    }

    private static Stream<JsonObject> each(Json suggestions) {
        return ((JsonArray) suggestions).items().stream().map(JsonObject.class::cast);
    }

    private static boolean isTyped(@Nullable Json suggestions) {
        return suggestions != null && each(suggestions).anyMatch(suggestion -> suggestion.string("type") != null);
    }

    private static String line(JsonObject suggestion) {
        String type = suggestion.string("type");
        return type == null
                ? "# none proposed, so that the tool cannot be called until you say one: " + undecided(suggestion)
                : scalar(String.valueOf(suggestion.string("place"))) + ": " + type + "  # "
                        + comment(String.valueOf(suggestion.string("because")));
    }

    private static String undecided(JsonObject suggestion) {
        return comment(String.valueOf(suggestion.string("place"))) + ": "
                + comment(String.valueOf(suggestion.string("because")));
    }

    // A server that calls a tool * would else have a say in what the arguments of all others are.
    private static boolean isGlob(String tool) {
        return tool.indexOf('*') >= 0 || tool.indexOf('?') >= 0;
    }

    // What a server chose is written so that no reader of YAML could take it for anything but a text.
    private static String scalar(String text) {
        boolean plain = !text.isEmpty() && text.length() <= 256 && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            plain = letter || c == '_' || i > 0 && (c >= '0' && c <= '9' || c == '-') || c == '/';
        }
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        var out = new StringBuilder();
        new JsonString(text).text().codePoints().forEach(c -> {
            if (c < 0x7f) {
                out.append((char) c);
            } else {
                out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        });
        return out.toString();
    }

    private static String comment(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(80)
                .forEach(c -> out.appendCodePoint(Character.isLetterOrDigit(c) || c >= 0x20 && c < 0x7f ? c : '?'));
        return out.toString();
    }
}
