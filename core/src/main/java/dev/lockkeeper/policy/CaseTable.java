package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.util.List;

/**
 * Cases for one policy.
 *
 * @param policy a path relative to the table
 */
@Doc("Calls and what the policy should say to them.")
public record CaseTable(
        @Doc("The file of the policy, relative to this one.") @Default("lockkeeper.yaml")
        String policy,

        @Doc("The cases.") @Range(min = 1) List<CaseSettings> cases) {}
