package dev.lockkeeper.decide;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import java.util.List;
import java.util.function.LongSupplier;

/** Records what was refused for want of room: without its arguments, and what comes in floods as a sum. Thread-safe. */
final class TurnedAway {

    private final Journal journal;
    private final LongSupplier nanos;
    private final DecisionObserver observer;
    private final RefusalTally tally = new RefusalTally();

    TurnedAway(Journal journal, LongSupplier nanos, DecisionObserver observer) {
        this.journal = journal;
        this.nanos = nanos;
        this.observer = observer;
    }

    static Opinion opinion(Admission.Entry.Shut shut) {
        return new Opinion("limits", Verdict.deny(shut.reason(), shut.message(), shut.cause()));
    }

    /** The refusal for the peer, recorded or at least counted. */
    Refusal refuse(String policy, Action action, Context context, boolean readOnly, Admission.Entry.Shut shut)
            throws JournalUnavailable {
        summarise(false);
        var kind = new RefusalTally.Kind(context.caller().key(), action.server(), shut.reason());
        String reference = "";
        if (tally.takes(kind, nanos.getAsLong())) {
            var decision = new Decision(
                    action,
                    context,
                    policy,
                    List.of(opinion(shut)),
                    false,
                    false,
                    readOnly,
                    shut.reason(),
                    shut.message(),
                    0);
            reference = journal.append("decision", decision.brief(), Durability.WRITTEN);
            observer.decided(decision, reference);
        }
        return new Refusal(shut.reason(), shut.message(), reference, shut.retryAfter());
    }

    /** Records the sums of the minutes that are over, or of all. */
    void summarise(boolean all) {
        long now = nanos.getAsLong();
        for (RefusalTally.Sum sum : tally.sums(now, all)) {
            try {
                journal.append("refusals", sum.toJson(), Durability.WRITTEN);
            } catch (JournalUnavailable e) {
                tally.back(sum, now);
            }
        }
    }
}
