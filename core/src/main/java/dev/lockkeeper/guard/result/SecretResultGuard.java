package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.secret.Found;
import dev.lockkeeper.guard.secret.Screening;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts placeholders for secrets and personal data into answers, or withholds them. Immutable and thread-safe. */
public final class SecretResultGuard implements ResultGuard {

    private static final int MOST_NOTES = 10;

    // What its peer gets back as it is, and nobody else makes sense of.
    private static final Set<String> OPAQUE =
            Set.of("requestState", "nextCursor", "taskId", "progressToken", "requestId", "elicitationId");

    private final SecretGuard secrets;

    /** @param secrets what counts as a secret, and what is done about it */
    public SecretResultGuard(SecretGuard secrets) {
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "result-secrets";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!Answers.hasContent(action, response)) {
            return ResultVerdict.pass();
        }
        JsonObject whole = switch (response) {
            case Success success -> success.result();
            case Failure failure -> failure.error();
        };
        JsonObject judged = response instanceof Success ? whole.only(name -> !isLeft(action, name)) : whole;
        return switch (secrets.screen(judged, context.labels())) {
            case Screening.Clean clean -> ResultVerdict.pass();
            case Screening.Withheld withheld ->
                new ResultVerdict.Withhold(withheld.reason(), withheld.message(), note(withheld.found()));
            case Screening.Redacted redacted -> {
                JsonObject changed = with(action, whole, (JsonObject) redacted.value());
                yield switch (response) {
                    case Success success ->
                        new ResultVerdict.Replace(changed, redacted.reason(), note(redacted.found()));
                    case Failure failure ->
                        new ResultVerdict.ReplaceError(changed, redacted.reason(), note(redacted.found()));
                };
            }
        };
    }

    // The page that a person is sent to has to stay what it is; which pages may be, another guard says.
    private static boolean isLeft(Action action, String name) {
        return OPAQUE.contains(name) || name.equals("url") && Frame.of(action) == Frame.ELICITATION;
    }

    // In the order of the whole; a member may have got another name.
    private static JsonObject with(Action action, JsonObject whole, JsonObject changed) {
        var all = JsonObject.builder();
        whole.members().forEach((name, value) -> {
            Json now = isLeft(action, name) ? value : changed.get(name);
            if (now != null) {
                all.put(name, now);
            }
        });
        return all.putAll(changed).build();
    }

    private static String note(List<Found> found) {
        return found.stream()
                .limit(MOST_NOTES)
                .map(one -> one.count() + " " + one.kind().code() + " at '" + one.pointer() + "'")
                .collect(Collectors.joining(", "));
    }
}
