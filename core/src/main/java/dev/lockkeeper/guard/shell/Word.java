package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Objects;
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
    private final @Nullable ValueGuard file;
    private final @Nullable ValueGuard tree;

    /** @param where how an operator calls the place, for messages */
    Word(WordRule rule, Operands operands, String where) {
        type = rule.type();
        like = rule.like().stream().map(Glob::uri).toList();
        unlike = rule.unlike().stream().map(Glob::uri).toList();
        anyCharacter = rule.anyCharacter();
        guard = type == null ? null : operands.of(type);
        file = operands.of(OperandType.PATH);
        tree = operands.of(OperandType.PATH_TREE);
        if (type == null && like.isEmpty()) {
            throw new IllegalArgumentException("Nothing says what " + where + " may be: give it a type or like.");
        }
        if (type != null && lacksGuard(type)) {
            throw new IllegalArgumentException("The rules take " + where + missing(type));
        }
    }

    private boolean lacksGuard(OperandType kind) {
        return switch (kind) {
            case PATH, PATH_TREE, PATH_WRITE, URL -> guard == null;
            case REVISION, LINES -> file == null;
            case TEXT, IDENTIFIER, NUMBER -> false;
        };
    }

    private static String missing(OperandType kind) {
        return kind == OperandType.URL
                ? " as a URL, but nothing says which ones may be used: add guards.url."
                : " as a path, but nothing says which ones may be used: add root, or guards.path.";
    }

    /** Whether it says what is read. */
    boolean names() {
        return type == OperandType.PATH || type == OperandType.PATH_TREE;
    }

    /**
     * Whether the word is fit.
     *
     * @param place of the word, from 0, for messages
     * @param dashed whether it may begin with a dash, since it cannot be taken for an option where it stands
     * @param reach where it names a file or directory
     * @param lookups of the call that the command belongs to
     */
    Assessment judge(String word, int place, boolean dashed, Reach reach, Lookups lookups) {
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
        return switch (type) {
            case PATH -> placed(file(word, reach), place);
            case PATH_TREE -> placed(file(word, Reach.TREE), place);
            case REVISION -> revision(word, place, reach, lookups);
            case LINES -> lines(word, place, reach);
            case PATH_WRITE, URL, TEXT, IDENTIFIER, NUMBER -> byItsGuard(word, place, lookups);
        };
    }

    private Assessment byItsGuard(String word, int place, Lookups lookups) {
        return guard == null ? Assessment.fit() : placed(guard.judge(new JsonString(word), lookups), place);
    }

    private Assessment file(String path, Reach reach) {
        // INVARIANT: who has a word read in this way made sure that there is this guard.
        ValueGuard asked = Objects.requireNonNull(reach == Reach.ITSELF ? file : tree);
        String text = reach == Reach.TREE && !path.endsWith("/") ? path + "/" : path;
        return asked.judge(new JsonString(text));
    }

    private Assessment lines(String word, int place, Reach reach) {
        String path = LineRange.file(word);
        if (path == null) {
            return Refused.operand(place, "lines are 10,20:FILE or :NAME:FILE here.");
        }
        String wrong = wrongPath(path);
        return wrong == null ? placed(file(path, reach), place) : Refused.operand(place, wrong);
    }

    private Assessment revision(String word, int place, Reach reach, Lookups lookups) {
        if (reach == Reach.TREE_IF_ANY && Revision.pointsInto(word)) {
            return Refused.operand(
                    place, "of two words none has a colon here; write a range, as in HEAD~1:FILE..HEAD:FILE.");
        }
        for (String path : Revision.files(word)) {
            if (file(path, reach) instanceof Assessment.Unfit unfit) {
                return placed(unfit, place);
            }
        }
        return byItsGuard(word, place, lookups);
    }

    private @Nullable String wrong(OperandType kind, String word) {
        return switch (kind) {
            case TEXT, URL, LINES -> null;
            case PATH, PATH_TREE, PATH_WRITE -> wrongPath(word);
            case IDENTIFIER -> identifier(word) ? null : "a name has letters, digits and . _ - @ / + : only.";
            case REVISION -> Revision.wrong(word);
            case NUMBER -> number(word) ? null : "a number is expected.";
        };
    }

    private @Nullable String wrongPath(String path) {
        if (path.isEmpty() || path.startsWith("-")) {
            return "a path is not empty and begins with no dash; write ./ before it.";
        }
        return !anyCharacter && Characters.active(path)
                ? "a path may hold no character that a shell gives a meaning to."
                : null;
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
