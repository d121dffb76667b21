package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.AlsoNamed;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.NeedsOne;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.Shorthand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule. */
@Shorthand("tools")
@NeedsOne({"tools", "resources", "prompts"})
@Doc("A rule: what it is about, whom it applies to, and under which condition. A text alone is a glob over tools.")
public record RuleSettings(
        @Doc("Globs over tool names: * is any run of characters, ? is one.") @OneOrMany @AlsoNamed("tool")
        List<String> tools,

        @Doc("Globs over resource URIs: * stops at a slash, ** does not.") @OneOrMany @AlsoNamed("resource")
        List<String> resources,

        @Doc("Globs over prompt names.") @OneOrMany @AlsoNamed("prompt")
        List<String> prompts,

        @Doc("Whom the rule applies to: alice, token:alice, or group:devs. Everybody where the key is missing.")
        @OneOrMany
        @AlsoNamed("caller")
        List<String> callers,

        @Doc("A condition in CEL over caller, client, server, tool, resource, prompt, args, labels and time."
                + " If it cannot be evaluated, an allow rule does not match and a deny or ask rule refuses.")
        @Nullable Located<String> where,

        @Doc("Why the rule is there, told to whom it stops.") @Nullable String because,

        Position position) {}
