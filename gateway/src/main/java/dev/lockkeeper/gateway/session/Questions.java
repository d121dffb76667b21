package dev.lockkeeper.gateway.session;

import dev.lockkeeper.mcp.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one legacy server asked and waits for, and the call in whose answer the client is to hear of it. A question that
 * belongs to no call waits a while for the caller's next one. Bounded; thread-safe.
 */
final class Questions {

    private static final int MOST = 32;
    private static final int MOST_BYTES = 8 << 20;

    private final Duration patience;
    private final Consumer<Question> forgotten;
    private final Map<Question, Place> waiting = new LinkedHashMap<>();

    /**
     * @param call null where nobody has it
     * @param certain whether the transport said that it belongs to this call
     * @param expiry ends the waiting where nobody has it
     */
    private record Place(
            @Nullable Call call, boolean certain, @Nullable Later expiry) {}

    /** @param forgotten told of a question that nobody took in time */
    Questions(Duration patience, Consumer<Question> forgotten) {
        this.patience = patience;
        this.forgotten = forgotten;
    }

    /** False where there are too many, or where the server uses one id twice. */
    synchronized boolean add(Question question, @Nullable Call call, boolean certain) {
        long bytes = waiting.keySet().stream().mapToLong(Question::bytes).sum();
        if (waiting.size() >= MOST
                || !waiting.isEmpty() && bytes + question.bytes() > MOST_BYTES
                || waiting.keySet().stream().anyMatch(other -> other.theirs().equals(question.theirs()))) {
            return false;
        }
        waiting.put(question, call == null ? nobodys(question) : new Place(call, certain, null));
        return true;
    }

    /** The questions of this call, which takes over those that nobody has. */
    synchronized List<Question> of(Call call) {
        List<Question> own = new ArrayList<>();
        waiting.replaceAll((question, place) -> {
            boolean free = place.call() == null
                    && place.expiry() != null
                    && place.expiry().callOff();
            Place now = free ? new Place(call, false, null) : place;
            if (now.call() == call) {
                own.add(question);
            }
            return now;
        });
        return own;
    }

    /** Takes a question out, to answer it; false where that was done. */
    synchronized boolean take(Question question) {
        return waiting.remove(question) != null;
    }

    /** The server does not want an answer any more. */
    synchronized void withdraw(RequestId theirs) {
        waiting.keySet().removeIf(question -> question.theirs().equals(theirs));
    }

    /**
     * The call is over.
     *
     * @param all whether what may not be the call's own ends with it, or waits for another
     * @return what ends with it
     */
    synchronized List<Question> leave(Call call, boolean all) {
        List<Question> ended = new ArrayList<>();
        waiting.forEach((question, place) -> {
            if (place.call() == call && (all || place.certain())) {
                ended.add(question);
            }
        });
        ended.forEach(waiting::remove);
        waiting.replaceAll((question, place) -> place.call() == call ? nobodys(question) : place);
        return ended;
    }

    private Place nobodys(Question question) {
        return new Place(null, false, Later.run(patience, () -> expire(question)));
    }

    private void expire(Question question) {
        if (take(question)) {
            forgotten.accept(question);
        }
    }
}
