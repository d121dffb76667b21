package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy says of one server. Without a rule nothing is permitted. */
@Doc("The rules of one server.")
public record ServerRules(
        @Doc("Whether refusals are enforced, or only recorded; that of the whole file where it is missing.") @Nullable Mode mode,

        @Doc("What is permitted.") List<RuleSettings> allow,

        @Doc("What is permitted only with a person's approval; goes before allow.")
        List<RuleSettings> ask,

        @Doc("What is refused; goes before ask and allow.") List<RuleSettings> deny,

        @Doc("What changes nothing, so that its record need not be on disk before it goes on.")
        List<Targets> readOnly,

        @Doc("Globs over tools whose arguments may have members that their schema does not declare.")
        List<String> open,

        @Doc("What the server may ask of the client.") List<ClientRequest> clientRequests,
        Position position) {}
