package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.text.IdentifierGuard;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.guard.text.NestedSettings;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.guard.text.TextSettings;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.List;

/** The guards of texts in arguments, what is nested in a text, and all guards of a call with a long text in it. */
final class SizedTexts {

    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_EXPRESSION = 10_000;

    /** Of such expressions as are measured: of longer ones it takes too much effort to tell how long they can take. */
    private static final int LONGEST_JUDGED = 6_000;

    private static final int MOST_PIECES = 100_000;

    private SizedTexts() {}

    static List<Sized> all() {
        return List.of(
                new Sized(
                        "a name",
                        LONGEST_NAME,
                        Reason.IDENTIFIER_LENGTH,
                        size -> of(names(), "feature", "/gate", size)),
                new Sized(
                        "a name beyond ASCII",
                        LONGEST_NAME,
                        Reason.IDENTIFIER_LENGTH,
                        size -> of(names(), "gr\u00f6\u00dfe", "/h\u00f6he", size)),
                new Sized("a regular expression", LONGEST_JUDGED, Reason.REGEX_LENGTH, SizedTexts::expression),
                Sized.of(
                        "a text in ASCII",
                        size -> of(texts(), "", "The level of the gate, in metres above datum: 3.20\n", size)),
                Sized.of(
                        "a text in several scripts",
                        size -> of(
                                texts(),
                                "",
                                "Der Pegel am Wehr: 3,20 m \u00fcber Null \u2013 \u06cc\u06c1 \u200e\u06c1\u06d2"
                                        + " \ud83d\udc69\u200d\ud83d\udcbb\n",
                                size)),
                nested("nested in prose: nothing", "The level of the gate, in metres above datum: 3.20\n"),
                nested(
                        "nested in links: encoded links",
                        "https://a.example/x?u=http%3A%2F%2Fb.example aHR0cDovL2MuZXhhbXBsZS9k\n"),
                Sized.of("nested in JSON: its texts", SizedTexts::json),
                Sized.of("all guards of a call with a long text", SizedTexts::call));
    }

    private static TextGuard texts() {
        return new TextGuard(TextSettings.defaults().withLength(10_000_000).withBytes(64 << 20));
    }

    private static IdentifierGuard names() {
        return new IdentifierGuard(
                new IdentifierSettings("", "", LONGEST_NAME, false, IdentifierSettings.Scripts.HIGHLY_RESTRICTIVE));
    }

    private static Sized.Question of(ValueGuard guard, String start, String piece, int size) {
        var value = new JsonString(Samples.filled(start, piece, size));
        return () -> guard.judge(value);
    }

    private static Sized.Question expression(int size) {
        var guard = new RegexGuard(new RegexSettings(LONGEST_EXPRESSION, 1000, RegexSettings.Lookaround.REFUSE));
        return of(guard, "", "gate [0-9]{2}, (?:open|shut)\\.", size);
    }

    private static Nested unfolding() {
        return new Nested(new NestedSettings(3, MOST_PIECES));
    }

    private static Sized nested(String what, String piece) {
        return Sized.of(what, size -> {
            Nested nested = unfolding();
            String text = Samples.filled("", piece, size);
            return () -> nested.unfold(text);
        });
    }

    private static Sized.Question json(int size) {
        Nested nested = unfolding();
        var rows = new StringBuilder("[");
        for (int row = 0; rows.length() < size - 80; row++) {
            rows.append("{\"path\":\"/workspace/").append(row).append(".txt\",\"text\":\"one two\"},");
        }
        String text = rows.append("0")
                .append(" ".repeat(size - rows.length() - 1))
                .append("]")
                .toString();
        return () -> nested.unfold(text);
    }

    private static Sized.Question call(int size) {
        WholeCall call = WholeCall.lexical(Samples.filled("", "The lock keeper opens one gate at a time. ", size));
        return call::judge;
    }
}
