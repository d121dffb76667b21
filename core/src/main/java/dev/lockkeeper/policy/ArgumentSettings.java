package dev.lockkeeper.policy;

import dev.lockkeeper.guard.argument.ArgumentType;
import dev.lockkeeper.guard.argument.GuardSettings;
import dev.lockkeeper.yaml.AlsoNamed;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the arguments of some tools are. */
@Doc("What the arguments of some tools are, and what those may contain.")
public record ArgumentSettings(
        @Doc("Globs over tool names: * is any run of characters, ? is one.")
        @OneOrMany
        @AlsoNamed("tool")
        @Range(min = 1)
        List<String> tools,

        @Doc("For each place, a JSON Pointer such as /path or /edits/*/path, what stands there. * is any one member or"
                + " item; ** at the end is everything below.")
        Map<String, ArgumentType> types,

        @Doc("Whether strings of no type may pass as text: those of these tools; that of the server where it is"
                + " missing.")
        @Nullable Untyped untyped,

        @Doc("What the guards of these arguments allow; each key takes the place of that of the server.") @Nullable GuardSettings guards,

        Position position) {}
