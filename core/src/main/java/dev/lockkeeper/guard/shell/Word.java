package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link WordRule} that is ready to judge. Immutable. */
final class Word {

    private static final int MAX_DIGITS = 18;
    private static final int MAX_UNIT = 3;

    private final @Nullable OperandType type;
    private final List<Glob> like;
    private final List<Glob> unlike;
    private final boolean anyCharacter;
    private final @Nullable ValueGuard guard;

    /** @param where how an operator calls the place, for messages */
    Word(WordRule rule, Operands operands, String where) {
        type = rule.type();
        like = rule.like().stream().map(Glob::uri).toList();
        unlike = rule.unlike().stream().map(Glob::uri).toList();
        anyCharacter = rule.anyCharacter();
        guard = type == null ? null : operands.of(type);
        if (type == null && like.isEmpty()) {
            throw new IllegalArgumentException("Nothing says what " + where + " may be: give it a type or like.");
        }
        if (guard == null && type != null && needsGuard(type)) {
            throw new IllegalArgumentException(
                    "The rules take " + where
                            + " as a path or an address, but nothing says which ones may be used; say so, or take the rule out.");
        }
    }

    private static boolean needsGuard(OperandType type) {
        return switch (type) {
            case PATH, PATH_WRITE, URL -> true;
            case TEXT, IDENTIFIER, REVISION, NUMBER -> false;
        };
    }

    /**
     * Whether the word is fit.
     *
     * @param place of the word, from 0, for messages
     * @param dashed whether it may begin with a dash, since it cannot be taken for an option where it stands
     * @param lookups of the call that the command belongs to
     */
    Assessment judge(String word, int place, boolean dashed, Lookups lookups) {
        if (!any(like, word) && !like.isEmpty() || any(unlike, word)) {
            return Refused.operand(place, "this value is not among what may be given here.");
        }
        if (type == null) {
            return Assessment.fit();
        }
        if (!dashed && word.startsWith("-") && type != OperandType.NUMBER) {
            return Refused.operand(place, "a value may not begin with a dash here.");
        }
        String wrong = wrong(type, word);
        if (wrong != null) {
            return Refused.operand(place, wrong);
        }
        return guard == null ? Assessment.fit() : placed(guard.judge(new JsonString(word), lookups), place);
    }

    private @Nullable String wrong(OperandType kind, String word) {
        return switch (kind) {
            case TEXT, URL -> null;
            case PATH, PATH_WRITE -> {
                if (word.isEmpty() || word.startsWith("-")) {
                    yield "a path is not empty and begins with no dash; write ./ before it.";
                }
                yield !anyCharacter && Characters.active(word)
                        ? "a path may hold no character that a shell gives a meaning to."
                        : null;
            }
            case IDENTIFIER -> identifier(word) ? null : "a name has letters, digits and . _ - @ / + : only.";
            case REVISION ->
                revision(word)
                        ? null
                        : "a revision has letters, digits and . _ / - ~ ^ @ { } + : only, and no path that leads upwards.";
            case NUMBER -> number(word) ? null : "a number is expected.";
        };
    }

    /** The operand's own guard has the word: its reason and cause, with the place before its message. */
    private static Assessment placed(Assessment assessment, int place) {
        return switch (assessment) {
            case Assessment.Fit fit -> fit;
            case Assessment.Unfit(Reason reason, String message, String cause) ->
                Assessment.unfit(reason, "Word " + (place + 1) + ": " + message, cause);
        };
    }

    private static boolean any(List<Glob> globs, String word) {
        for (Glob glob : globs) {
            if (glob.matches(word)) {
                return true;
            }
        }
        return false;
    }

    static boolean identifier(String word) {
        if (word.isEmpty() || !name(word.charAt(0)) && "@_".indexOf(word.charAt(0)) < 0) {
            return false;
        }
        return all(word, "._-@/+:");
    }

    static boolean revision(String word) {
        if (word.isEmpty() || word.charAt(0) == '-' || word.charAt(0) == '/' || !all(word, "._/-~^@{}+:")) {
            return false;
        }
        for (int from = 0; from <= word.length(); ) {
            int slash = word.indexOf('/', from);
            int end = slash < 0 ? word.length() : slash;
            // A .. alone between slashes is a step upwards, or the empty range, which nobody needs.
            if (word.startsWith("..", from) && end == from + 2) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    static boolean number(String word) {
        int from = !word.isEmpty() && "+-".indexOf(word.charAt(0)) >= 0 ? 1 : 0;
        int at = from;
        while (at < word.length() && Characters.digit(word.charAt(at))) {
            at++;
        }
        if (at == from || at - from > MAX_DIGITS || word.length() - at > MAX_UNIT) {
            return false;
        }
        for (int i = at; i < word.length(); i++) {
            if (!Characters.letter(word.charAt(i)) && word.charAt(i) != '%') {
                return false;
            }
        }
        return true;
    }

    private static boolean all(String word, String besides) {
        for (int i = 0; i < word.length(); i++) {
            if (!name(word.charAt(i)) && besides.indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean name(char c) {
        return Characters.letter(c) || Characters.digit(c);
    }
}
