package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Inline;
import dev.lockkeeper.yaml.Position;
import org.jspecify.annotations.Nullable;

/** One call and what the policy should say to it. */
@Doc("A case: a call, and what the policy should say to it.")
public record CaseSettings(
        @Doc("What the case shows.") String name,
        @Inline CallSettings call,
        @Doc("What the policy should say.") Effect expect,

        @Doc("The reason code, such as policy.default-deny; any where it is missing.") @Nullable String reason,

        @Doc("The rule that should decide, such as servers.files.allow[0]; any where it is missing.") @Nullable String rule,

        Position position) {}
