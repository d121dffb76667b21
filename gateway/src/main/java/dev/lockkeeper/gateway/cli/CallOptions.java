package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.policy.CallSettings;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A call, from options or as one JSON text with the keys that a case has. */
final class CallOptions {

    @Option(names = "--call", paramLabel = "JSON", description = "The whole call, with the keys of a case.")
    private @Nullable String call;

    @Option(names = "--caller", paramLabel = "SCHEME:NAME", description = "Who calls, such as token:alice.")
    private @Nullable String caller;

    @Option(names = "--group", paramLabel = "NAME", description = "A group that the authentication vouches for.")
    private List<String> groups = List.of();

    @Option(names = "--client", paramLabel = "NAME", description = "The client program.")
    private @Nullable String client;

    @Option(names = "--server", paramLabel = "NAME", description = "The server.")
    private @Nullable String server;

    @Option(names = "--tool", paramLabel = "NAME", description = "The tool that is called.")
    private @Nullable String tool;

    @Option(names = "--resource", paramLabel = "URI", description = "The resource that is read.")
    private @Nullable String resource;

    @Option(names = "--prompt", paramLabel = "NAME", description = "The prompt that is got.")
    private @Nullable String prompt;

    @Option(names = "--method", paramLabel = "NAME", description = "Any other method, such as tools/list.")
    private @Nullable String method;

    @Option(names = "--args", paramLabel = "JSON", description = "The arguments.")
    private @Nullable String args;

    @Option(names = "--label", paramLabel = "NAME", description = "What the task has touched.")
    private List<String> labels = List.of();

    @Option(names = "--select", paramLabel = "GLOB", description = "What the client narrowed its view to.")
    private List<String> select = List.of();

    @Option(names = "--time", paramLabel = "TIME", description = "When, such as 2026-11-21T10:00:00Z.")
    private @Nullable String time;

    @Option(names = "--definition", paramLabel = "FILE", description = "The tool as the server lists it, in JSON.")
    private @Nullable Path definition;

    /** @throws YamlInvalid when the options do not make a call */
    CallSettings settings(CommandLine commandLine) throws YamlInvalid {
        JsonObject json =
                call == null ? JsonObject.EMPTY : object(commandLine, "--call", call.getBytes(StandardCharsets.UTF_8));
        json = with(json, "caller", caller);
        json = with(json, "client", client);
        json = with(json, "server", server);
        json = with(json, "tool", tool);
        json = with(json, "resource", resource);
        json = with(json, "prompt", prompt);
        json = with(json, "method", method);
        json = with(json, "time", time);
        json = with(json, "groups", groups);
        json = with(json, "labels", labels);
        json = with(json, "select", select);
        if (args != null) {
            json = json.with("args", object(commandLine, "--args", args.getBytes(StandardCharsets.UTF_8)));
        }
        if (definition != null) {
            json = json.with("definition", object(commandLine, "--definition", PolicyCommand.read(definition)));
        }
        if (json.members().isEmpty()) {
            throw new CommandLine.ParameterException(
                    commandLine, "Describe a call, such as: --caller token:alice --server files --tool read_file");
        }
        if (call == null && server == null) {
            throw new CommandLine.ParameterException(commandLine, "Name the server with --server.");
        }
        if (call == null && tool == null && resource == null && prompt == null && method == null) {
            throw new CommandLine.ParameterException(
                    commandLine, "Say what is asked of the server with --tool, --resource, --prompt or --method.");
        }
        // JSON is YAML, so a call given as options is read like one in a table.
        return YamlBinder.bind(CallSettings.class, "call", json.text().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject with(JsonObject json, String member, @Nullable String value) {
        return value == null ? json : json.with(member, value);
    }

    private static JsonObject with(JsonObject json, String member, List<String> values) {
        return values.isEmpty() ? json : json.with(member, JsonArray.ofStrings(values));
    }

    private static JsonObject object(CommandLine commandLine, String option, byte[] text) {
        try {
            Json json = new JsonReader(JsonLimits.DEFAULT).read(text);
            if (json instanceof JsonObject object) {
                return object;
            }
            throw new CommandLine.ParameterException(
                    commandLine, option + " is a JSON object, such as {\"path\": \"/a\"}.");
        } catch (JsonRefused e) {
            throw new CommandLine.ParameterException(commandLine, option + ": " + e.getMessage());
        }
    }
}
