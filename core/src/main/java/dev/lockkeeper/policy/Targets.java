package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.AlsoNamed;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.NeedsOne;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Shorthand;
import java.util.List;

/** Tools, resources and prompts, by glob. */
@Shorthand("tools")
@NeedsOne({"tools", "resources", "prompts"})
@Doc("Tools, resources or prompts. A text alone is a glob over tools.")
public record Targets(
        @Doc("Globs over tool names.") @OneOrMany @AlsoNamed("tool")
        List<String> tools,

        @Doc("Globs over resource URIs.") @OneOrMany @AlsoNamed("resource")
        List<String> resources,

        @Doc("Globs over prompt names.") @OneOrMany @AlsoNamed("prompt")
        List<String> prompts) {}
