package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One request at a legacy server, over all the rounds in which a modern client asks for its answer. Between two rounds
 * no client waits, and what the server says meanwhile reaches nobody. Equal only to itself; thread-safe.
 */
final class Call {

    private static final Set<String> CARRYING = Set.of("tools/call", "prompts/get", "resources/read");

    private final LegacyLink link;
    private final JsonNumber token;
    private final Permit sent;
    private final Semaphore changes = new Semaphore(0);
    private volatile @Nullable Errand errand;
    private volatile boolean cancelled;
    private volatile Round round;
    private volatile boolean attended = true;

    /**
     * One request of the client for this call.
     *
     * @param asked as the client sent it
     * @param permit for what was made of it
     * @param level the least urgency of log messages that are wanted; -1 for none
     */
    record Round(Request asked, Permit permit, ClientChannel channel, int level) {}

    Call(LegacyLink link, JsonNumber token, Round first) {
        this.link = link;
        this.token = token;
        this.sent = first.permit();
        this.round = first;
    }

    void start() {
        Errand started = Errand.start(link.upstream(), sent, this::changed);
        errand = started;
        // INVARIANT: who cancels marks it first; one of the two sides sees the other.
        if (cancelled) {
            started.cancel();
        }
    }

    LegacyLink link() {
        return link;
    }

    Round round() {
        return round;
    }

    Client client() {
        return round.permit().context().client();
    }

    /** What the server tells progress under. */
    JsonNumber token() {
        return token;
    }

    /** Whether the request that the server answers is this one. */
    boolean sent(@Nullable Permit permit) {
        return sent.equals(permit);
    }

    /** Whether a modern server may answer it with questions. */
    boolean carries() {
        return CARRYING.contains(round.asked().method());
    }

    boolean attended() {
        return attended;
    }

    /** The client left with a question and will come back. */
    void rest() {
        attended = false;
    }

    void resume(Round next) {
        round = next;
        attended = true;
    }

    /** Something happened that the waiting thread should see. */
    void changed() {
        changes.release();
    }

    /** Waits until the call is over, which is no question, or the server asked something. */
    List<Question> awaitQuestions() throws InterruptedException {
        while (!errand().over()) {
            List<Question> asked = carries() ? link.questions().of(this) : List.of();
            if (!asked.isEmpty()) {
                return asked;
            }
            changes.acquire();
            changes.drainPermits();
        }
        return List.of();
    }

    Response outcome() throws UpstreamFailure {
        return errand().await(Duration.ZERO);
    }

    void cancel() {
        cancelled = true;
        Errand started = errand;
        if (started != null) {
            started.cancel();
        }
    }

    /** Brings the client what belongs to this call; what nobody waits for is lost. */
    void send(Release release) {
        if (!attended) {
            return;
        }
        try {
            round.channel().send(release);
        } catch (IOException gone) {
            // The thread that waits for the answer finds out.
        }
    }

    /** The client's own token, by which it knows the progress; null where it wants none. */
    @Nullable Json clientsToken() {
        return round.asked().meta().get("progressToken");
    }

    private Errand errand() {
        return Objects.requireNonNull(errand, "a call is started before it is waited for");
    }
}
