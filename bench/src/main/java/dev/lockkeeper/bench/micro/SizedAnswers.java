package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.result.ResultGuards;
import dev.lockkeeper.guard.result.ResultSettings;
import dev.lockkeeper.guard.secret.Directions;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.secret.Treatment;
import dev.lockkeeper.guard.text.HiddenText;
import dev.lockkeeper.guard.url.PublicLinks;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The guards of answers, each alone on what it has to look at, and all together. */
final class SizedAnswers {

    private static final String MARKDOWN =
            "- [The guide](https://docs.example.org/guide) and `code`, ![x](https://a.example/b.png)\n";
    private static final String BRACKETS = "![a](<b][";
    private static final String ERROR = "open '/srv/app/data.csv': denied at run (/app/a.js:1:2) by 10.0.0.1:5432\n";
    private static final String HIDDEN = "level \u001b[31m3.20\u001b[0m \u200b\u202e\n";
    private static final String PROSE =
            "The gateway reads each request once, and says of each part what it means. See https://docs.example.org/a. ";

    private static final Action CALL = new ToolCall(Samples.SERVER, Samples.tool(), JsonObject.EMPTY, JsonObject.EMPTY);

    private SizedAnswers() {}

    static List<Sized> all() {
        return List.of(
                text("an answer's size", () -> named("result-size"), PROSE),
                Sized.of("an answer's blob", SizedAnswers::blob),
                text("an answer's hidden text", () -> named("result-hidden-text"), HIDDEN),
                text("an answer's secrets", () -> named("result-secrets"), Samples.DOCUMENTATION),
                text("the same and personal data", SizedAnswers::personal, Samples.DOCUMENTATION),
                error("an error's text", () -> named("result-errors")),
                text("an answer's links", () -> named("result-links"), MARKDOWN),
                text("the same in unclosed brackets", () -> named("result-links"), BRACKETS),
                text("all guards of an answer: prose", SizedAnswers::guards, PROSE),
                text("all guards of an answer: documentation", SizedAnswers::guards, Samples.DOCUMENTATION),
                text("all guards of an answer: Markdown", SizedAnswers::guards, MARKDOWN),
                text("all guards of an answer: unclosed brackets", SizedAnswers::guards, BRACKETS),
                error("all guards of an answer: an error", SizedAnswers::guards));
    }

    private static List<ResultGuard> guards() {
        return guards(SecretSettings.DEFAULT);
    }

    private static List<ResultGuard> guards(SecretSettings secrets) {
        return ResultGuards.of(
                ResultSettings.DEFAULT,
                HiddenText.everything()::without,
                new SecretGuard(secrets, new byte[16]),
                new PublicLinks());
    }

    private static List<ResultGuard> named(String name) {
        return guards().stream().filter(guard -> guard.name().equals(name)).toList();
    }

    /** The guards of hidden text and secrets before a clean answer. */
    static Sized.Question textAndSecrets(int size) {
        List<ResultGuard> both = Stream.of("result-hidden-text", "result-secrets")
                .flatMap(name -> named(name).stream())
                .toList();
        return of(both, text(Samples.DOCUMENTATION, size), false);
    }

    private static List<ResultGuard> personal() {
        var settings = SecretSettings.DEFAULT.withPersonal(new Directions(Treatment.DENY, Treatment.REDACT));
        return guards(settings).stream()
                .filter(guard -> guard.name().equals("result-secrets"))
                .toList();
    }

    private static Sized text(String what, Supplier<List<ResultGuard>> guards, String piece) {
        return Sized.of(what, size -> of(guards.get(), text(piece, size), false));
    }

    private static Sized error(String what, Supplier<List<ResultGuard>> guards) {
        return Sized.of(what, size -> of(guards.get(), text(ERROR, size), true));
    }

    private static JsonObject text(String piece, int size) {
        return JsonObject.EMPTY.with("type", "text").with("text", Samples.repeated(piece, size));
    }

    private static Sized.Question blob(int size) {
        JsonObject picture = JsonObject.EMPTY
                .with("type", "image")
                .with("mimeType", "image/png")
                .with("data", Samples.filled("iVBORw0KGgo", "AAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ", size));
        return of(named("result-blobs"), picture, false);
    }

    private static Sized.Question of(List<ResultGuard> guards, JsonObject block, boolean isError) {
        Context context = Samples.context();
        Success answer = Success.of(
                RequestId.of(1),
                JsonObject.EMPTY
                        .with("content", new JsonArray(List.of(block)))
                        .with("isError", JsonBoolean.of(isError)));
        return () -> reviewed(guards, answer, context);
    }

    // As the engine does it: each sees what those before it left.
    private static ResultVerdict reviewed(List<ResultGuard> guards, Success answer, Context context) {
        ResultVerdict last = ResultVerdict.pass();
        Response current = answer;
        for (ResultGuard guard : guards) {
            last = guard.judge(CALL, current, context);
            if (last instanceof ResultVerdict.Withhold) {
                return last;
            }
            if (last instanceof ResultVerdict.Replace replace) {
                current = Success.of(answer.id(), replace.result());
            }
        }
        return last;
    }
}
