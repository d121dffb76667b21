package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Cleans errors, both those of JSON-RPC and results with {@code isError}, of what tells how the server is built: stack
 * traces, absolute paths, internal hosts, connection strings, versions, statements and names of a database. What the call
 * itself sent stays, since it tells nothing new and the caller needs it. It keeps honest servers from saying too much; a
 * hostile one can write the same in other words. Immutable and thread-safe; linear in the size of the error.
 */
public final class ErrorTextGuard implements ResultGuard {

    @Override
    public String name() {
        return "result-errors";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        return Answers.isError(response)
                ? new Walk(new Cleaning(action), true)
                        .rewrite(action, response, Reason.RESULT_ERROR_CLEANED, "error text cleaned")
                : ResultVerdict.pass();
    }

    private static final class Cleaning implements Change {

        private final Action action;
        private final ErrorText texts = new ErrorText(this::sent);
        private @Nullable Sent sent;

        Cleaning(Action action) {
            this.action = action;
        }

        @Override
        public @Nullable String change(Place place, String text) {
            return switch (place.kind()) {
                case TEXT, NAME -> texts.cleaned(text);
                case MEMBER, URI, BLOB, TOKEN, OPAQUE -> null;
            };
        }

        private Sent sent() {
            if (sent == null) {
                sent = new Sent(Answers.sent(action));
            }
            return sent;
        }
    }
}
