package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.NeedsOne;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one word may be. A word that is a path, an identifier or a revision is free of the characters that a shell gives a
 * meaning to, since some servers put it into a command line of their own.
 *
 * @param type null where {@code like} says it all
 * @param like patterns of which one must match; {@code *} stops at a slash, {@code **} does not
 * @param unlike patterns of which none may match
 */
@NeedsOne({"type", "like"})
public record WordRule(
        @Doc("What it means. Without it only what like names passes.") @Nullable OperandType type,

        @Doc("Texts or globs, one of which it must match; * stops at a slash, ** does not.")
        List<String> like,

        @Doc("Globs, none of which it may match.") List<String> unlike,

        @Doc("Whether a path may hold characters that shells give a meaning to, as in app/(home)/page.tsx.")
        @Default("false")
        boolean anyCharacter) {

    public WordRule {
        like = List.copyOf(like);
        unlike = List.copyOf(unlike);
    }

    /** Any word of this type. */
    public static WordRule of(OperandType type) {
        return new WordRule(type, List.of(), List.of(), false);
    }

    /** One of these texts or globs. */
    public static WordRule like(String... patterns) {
        return new WordRule(null, List.of(patterns), List.of(), false);
    }
}
