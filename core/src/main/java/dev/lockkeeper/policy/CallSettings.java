package dev.lockkeeper.policy;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.NeedsOne;
import dev.lockkeeper.yaml.OneOrMany;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call as a table of cases, or a question to the policy, describes it. */
@NeedsOne(
        value = {"tool", "resource", "prompt", "template", "method"},
        exactly = true)
public record CallSettings(
        @Doc("Who calls, as scheme:name.")
        @Default("os:someone")
        @Matches(value = "[a-z][a-z0-9-]*:.+", words = "scheme:name")
        String caller,

        @Doc("Groups that the authentication vouches for, besides those of the policy.")
        List<String> groups,

        @Doc("The name of the client program.") @Default("\"\"")
        String client,

        @Doc("The version of the client program.") @Default("\"\"")
        String clientVersion,

        @Doc("The server, as the policy names it.") String server,
        @Doc("The tool that is called.") @Nullable String tool,

        @Doc("The URI of the resource that is read.") @Nullable String resource,

        @Doc("The prompt that is got.") @Nullable String prompt,

        @Doc("The resource template that completions are asked for.") @Nullable String template,

        @Doc("Any other method, such as tools/list, or sampling/createMessage by the server.") @Nullable String method,

        @Doc("The arguments of the tool or prompt.") @Default("{}")
        JsonObject args,

        @Doc("The parameters besides, such as inputResponses.") @Default("{}")
        JsonObject params,

        @Doc("What the caller's task has touched.") List<String> labels,

        @Doc("Globs that the client narrowed its view to.") @OneOrMany
        List<String> select,

        @Doc("When, in UTC.") @Default("2026-01-01T00:00:00Z")
        Instant time,

        @Doc("The tool as the server lists it; with it, the arguments are judged by its schema too.") @Nullable JsonObject definition) {}
