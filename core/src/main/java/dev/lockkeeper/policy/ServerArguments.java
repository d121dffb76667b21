package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.argument.TypedArguments;
import dev.lockkeeper.guard.secret.SecretGuard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says of the arguments of one server's tools.
 *
 * @param entries in order: of several that say what stands at a place, the first counts
 * @param prompts what is said of the arguments of prompts, and of those of tools where no entry says otherwise
 * @param messages what is said of whatever else a client sends
 * @param untyped whether strings of no type pass as text, unless an entry says otherwise
 */
record ServerArguments(List<Entry> entries, TypedArguments prompts, TypedArguments messages, boolean untyped) {

    /**
     * One entry.
     *
     * @param text judges text of these tools; null where it is the server's
     * @param untyped null where the entry says nothing of it
     */
    record Entry(
            List<Glob> tools,
            List<TypedArguments.Typed> types,
            @Nullable ValueGuard text,
            @Nullable SecretGuard secrets,
            @Nullable Boolean untyped) {

        boolean about(String tool) {
            return tools.stream().anyMatch(glob -> glob.matches(tool));
        }
    }

    ServerArguments {
        entries = List.copyOf(entries);
    }

    /** What is said of the arguments of this tool. */
    TypedArguments of(String tool) {
        List<TypedArguments.Typed> types = new ArrayList<>();
        ValueGuard texts = null;
        SecretGuard hides = null;
        Boolean passes = null;
        for (Entry entry : entries) {
            if (entry.about(tool)) {
                types.addAll(entry.types());
                texts = texts == null ? entry.text() : texts;
                hides = hides == null ? entry.secrets() : hides;
                passes = passes == null ? entry.untyped() : passes;
            }
        }
        return new TypedArguments(
                types,
                texts == null ? prompts.text() : texts,
                hides == null ? prompts.secrets() : hides,
                passes == null ? untyped : passes);
    }
}
