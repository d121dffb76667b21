package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Withholds answers that are too large, and as the settings say cuts texts that are too long. Immutable and thread-safe;
 * linear in the size of the answer.
 */
public final class SizeGuard implements ResultGuard {

    private static final List<String> LISTS = List.of("content", "contents", "messages");

    private final SizeSettings settings;

    /** @throws IllegalArgumentException when a bound is not positive, or no text could hold the mark of its cut */
    public SizeGuard(SizeSettings settings) {
        if (settings.bytes() < 1 || settings.items() < 1 || settings.strings() < 1 || settings.textChars() < 64) {
            throw new IllegalArgumentException(
                    "the bounds of an answer are at least 1, and that of a text is at least 64 characters");
        }
        this.settings = settings;
    }

    @Override
    public String name() {
        return "result-size";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!Answers.hasContent(action, response)) {
            return ResultVerdict.pass();
        }
        if (response.wire().length() > settings.bytes()) {
            return tooLarge(
                    "it has " + response.wire().length() + " bytes, and " + settings.bytes() + " are permitted");
        }
        int items = response instanceof Success success ? items(success.result()) : 0;
        if (items > settings.items()) {
            return tooMany(items + " items, and " + settings.items());
        }
        var measure = new Measure();
        ResultVerdict verdict = new Walk(measure).rewrite(action, response, Reason.RESULT_TOO_LARGE, "texts cut");
        if (measure.strings > settings.strings()) {
            return tooMany(measure.strings + " strings, and " + settings.strings());
        }
        if (measure.tooLong > 0 && !settings.truncate()) {
            return tooLarge("a text in it has " + measure.tooLong + " characters, and " + settings.textChars()
                    + " are permitted");
        }
        return verdict;
    }

    private static int items(JsonObject result) {
        int items = 0;
        for (String list : LISTS) {
            items += size(result.get(list));
        }
        JsonObject completion = result.object("completion");
        return completion == null ? items : items + size(completion.get("values"));
    }

    private static int size(@Nullable Json list) {
        return list instanceof JsonArray(List<Json> items) ? items.size() : 0;
    }

    private static ResultVerdict tooLarge(String what) {
        return new ResultVerdict.Withhold(
                Reason.RESULT_TOO_LARGE,
                "The answer is too large: " + what + ". Ask for less at a time: a part, a page, a narrower search.",
                "");
    }

    private static ResultVerdict tooMany(String what) {
        return new ResultVerdict.Withhold(
                Reason.RESULT_TOO_MANY,
                "The answer holds too much: " + what
                        + " are permitted. Ask for less at a time: a page, a narrower search.",
                "");
    }

    private final class Measure implements Change {

        private int strings;
        private int tooLong;

        @Override
        public @Nullable String change(Place place, String text) {
            strings++;
            if (place.kind() == Kind.BLOB || text.length() <= settings.textChars()) {
                return null;
            }
            tooLong = Math.max(tooLong, text.length());
            return settings.truncate() ? cut(text) : null;
        }

        private String cut(String text) {
            String mark = " [cut: " + text.length() + " characters in all]";
            int end = settings.textChars() - mark.length();
            return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + mark;
        }
    }
}
