package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.AlsoNamed;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Inline;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Range;
import java.util.List;

/** A rule that stands outside the servers and names those it is about. */
@Doc("A rule for several servers.")
public record SharedRuleSettings(
        @Doc("Globs over the names of servers.") @OneOrMany @AlsoNamed("server") @Range(min = 1)
        List<String> servers,

        @Inline RuleSettings rule) {}
