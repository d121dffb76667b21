package dev.lockkeeper.decide;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides. Every message in either direction is put to {@link #decide}, {@link #release} or {@link #relay}; only what
 * they return can be sent on. Thread-safe; holds no lock while it judges or writes.
 */
public final class Decider {

    private final Journal journal;
    private final LongSupplier nanos;
    private final DecisionObserver observer;
    private final Admission admission;
    private final TurnedAway turnedAway;
    private final AtomicReference<Rulebook> rulebook;

    /**
     * @param nanos a clock for durations, such as {@code System::nanoTime}
     * @param observer told of every decision after it was recorded; what it throws is ignored
     */
    public Decider(Rulebook rulebook, Journal journal, LongSupplier nanos, DecisionObserver observer) {
        this(rulebook, journal, nanos, observer, Admission.OPEN);
    }

    /** @param admission asked before the guards, once for each message */
    public Decider(
            Rulebook rulebook, Journal journal, LongSupplier nanos, DecisionObserver observer, Admission admission) {
        this.rulebook = new AtomicReference<>(rulebook);
        this.journal = journal;
        this.nanos = nanos;
        this.observer = observer;
        this.admission = admission;
        this.turnedAway = new TurnedAway(
                journal, nanos, (decision, reference) -> tell(() -> observer.decided(decision, reference)));
    }

    /** The rules in force. */
    public Rulebook rulebook() {
        return rulebook.get();
    }

    /** Puts other rules in force, for every decision that starts from now on. */
    public void replace(Rulebook next) {
        rulebook.set(next);
    }

    /** What the guards say, without recording anything or granting anything, and without taking any room. */
    public Decision explain(Action action, Context context) {
        return judge(rulebook.get(), action, context, List.of());
    }

    /**
     * Judges a message from the client, or one that the gateway sends in its name, on its way to an upstream. Whoever is
     * granted a request closes the permit's place once nobody waits for the answer any more.
     */
    public Outcome decide(Action action, Message message, Context context) {
        Rulebook rules = rulebook.get();
        return switch (admit(rules, action, message, context)) {
            case Admission.Entry.Open open -> decide(rules, action, message, context, open.place(), List.of());
            case Admission.Entry.Shut shut
            when shut.always() || !rules.shadow().test(action) ->
                new Outcome.Refused(turnedAway(rules, action, context, shut));
            case Admission.Entry.Shut shut ->
                decide(rules, action, message, context, Place.NONE, List.of(TurnedAway.opinion(shut)));
        };
    }

    private Admission.Entry admit(Rulebook rules, Action action, Message message, Context context) {
        try {
            return admission.admit(action, message, readOnly(rules, action), context);
        } catch (RuntimeException | Error e) {
            return new Admission.Entry.Shut(
                    Reason.GUARD_FAILED, "The call could not be judged.", e.toString(), Duration.ZERO, true);
        }
    }

    private Refusal turnedAway(Rulebook rules, Action action, Context context, Admission.Entry.Shut shut) {
        try {
            return turnedAway.refuse(rules.version(), action, context, readOnly(rules, action), shut);
        } catch (JournalUnavailable e) {
            return unrecorded();
        }
    }

    private Outcome decide(
            Rulebook rules, Action action, Message message, Context context, Place place, List<Opinion> before) {
        boolean granted = false;
        try {
            Decision decision = judge(rules, action, context, before);
            String reference = journal.append("decision", decision.toJson(), durability(decision));
            tell(() -> observer.decided(decision, reference));
            granted = decision.passes();
            return granted
                    ? new Outcome.Granted(new Permit(action, message, context, reference, place, decision.facts()))
                    : new Outcome.Refused(new Refusal(decision.reason(), decision.message(), reference));
        } catch (JournalUnavailable e) {
            return new Outcome.Refused(unrecorded());
        } finally {
            if (!granted) {
                place.close();
            }
        }
    }

    /**
     * Records how many refusals for want of room were counted only. Call it now and then, and at the end.
     *
     * @param all also of the minute that is not over yet
     */
    public void summarise(boolean all) {
        turnedAway.summarise(all);
    }

    /** Judges what an upstream sends by itself, a request or a notification, on its way to the client. */
    public RelayOutcome relay(Action action, Message message, Context context) {
        return relay(action, message, message instanceof Request request ? request.id() : null, context);
    }

    /**
     * Judges what an upstream sends by itself.
     *
     * @param theirs the id under which the upstream waits for an answer, which may be other than the one the client
     *     gets; null where it waits for none
     */
    public RelayOutcome relay(Action action, Message message, @Nullable RequestId theirs, Context context) {
        Outcome outcome = decide(action, message, context);
        if (outcome instanceof Outcome.Granted granted) {
            // Nothing of the gateway waits for what a server sends.
            granted.permit().place().close();
        }
        return switch (outcome) {
            case Outcome.Granted granted -> said(message, granted.permit(), theirs);
            case Outcome.Refused refused -> unsaid(action, refused.refusal(), theirs, context);
        };
    }

    // INVARIANT: what a server says by itself is judged as an answer of it with the same content would be.
    private RelayOutcome said(Message message, Permit permit, @Nullable RequestId theirs) {
        JsonObject params = Said.params(message);
        // The decision is on record; what the guards of answers say is worth another only where they object, but that
        // the status of a task may hold the result of its call.
        return switch (release(
                permit, new Success(RequestId.of(0), params, message.wire()), permit.action() instanceof TaskUse)) {
            case ReleaseOutcome.Withheld withheld ->
                unsaid(permit.action(), withheld.refusal(), theirs, permit.context());
            case ReleaseOutcome.Released released ->
                released.release().message() instanceof Success success
                                && !success.result().equals(params)
                        ? changed(success.result(), message, permit, released.release(), theirs)
                        : new RelayOutcome.Released(
                                new Release(message, released.release().reference()));
        };
    }

    // INVARIANT: what is delivered is what the rules permit, also where it was changed after they had spoken.
    private RelayOutcome changed(
            JsonObject params, Message message, Permit permit, Release release, @Nullable RequestId theirs) {
        Action action = Said.with(params, permit.action());
        Decision again = judge(rulebook.get(), action, permit.context(), List.of());
        if (again.passes()) {
            return new RelayOutcome.Released(new Release(Said.with(params, message), release.reference()));
        }
        Refusal refusal;
        try {
            String reference = journal.append("decision", again.toJson(), durability(again));
            tell(() -> observer.decided(again, reference));
            refusal = new Refusal(again.reason(), again.message(), reference);
        } catch (JournalUnavailable e) {
            refusal = unrecorded();
        }
        return unsaid(action, refusal, theirs, permit.context());
    }

    private static RelayOutcome unsaid(Action action, Refusal refusal, @Nullable RequestId theirs, Context context) {
        // The refusal itself is on record, so it may be told; what is told comes from the gateway alone.
        boolean tell = !refusal.reference().isEmpty() && refusal.reason() != Reason.KILL_SWITCH;
        return new RelayOutcome.Refused(
                refusal,
                tell && theirs != null
                        ? new Permit(
                                action,
                                refusal.answer(theirs),
                                context,
                                refusal.reference(),
                                Place.NONE,
                                JsonObject.EMPTY)
                        : null);
    }

    /** Judges the answer to what was permitted, on its way to the client. */
    public ReleaseOutcome release(Permit permit, Response response) {
        return release(permit, response, true);
    }

    /** @param record whether there is a record also where no guard objects */
    private ReleaseOutcome release(Permit permit, Response response, boolean record) {
        Optional<Admission.Entry.Shut> stopped = admission.stopped(permit.action(), permit.context());
        if (stopped.isPresent()) {
            return stopped(permit, response, stopped.get());
        }
        Review review = Review.of(rulebook.get(), permit, response);
        String reference;
        try {
            reference = record || review.objects()
                    ? journal.append("result", review.toJson(), Durability.WRITTEN)
                    : permit.reference();
        } catch (JournalUnavailable e) {
            return new ReleaseOutcome.Withheld(unrecorded());
        }
        ResultVerdict.Withhold withheld = review.withheld();
        return withheld == null
                ? new ReleaseOutcome.Released(new Release(review.current(), reference))
                : new ReleaseOutcome.Withheld(new Refusal(withheld.reason(), withheld.message(), reference));
    }

    // Whatever the mode: what was stopped while it was under way does not arrive.
    private ReleaseOutcome stopped(Permit permit, Response response, Admission.Entry.Shut shut) {
        var withhold = new ResultVerdict.Withhold(shut.reason(), shut.message(), shut.cause());
        try {
            String reference = journal.append(
                    "result", Review.stopped(permit, response, withhold).toJson(), Durability.WRITTEN);
            return new ReleaseOutcome.Withheld(new Refusal(shut.reason(), shut.message(), reference));
        } catch (JournalUnavailable e) {
            return new ReleaseOutcome.Withheld(unrecorded());
        }
    }

    /** Records something that is no decision: a start, a policy load, a login. */
    public String note(String type, JsonObject body) throws JournalUnavailable {
        return journal.append(type, body, Durability.ON_DISK);
    }

    /** Records that a message was refused before it could be read as an action, and says so for the peer. */
    public Refusal refuse(Reason reason, String message, JsonObject circumstances) {
        var body = JsonObject.EMPTY
                .with("outcome", "refused")
                .with("reason", reason.code())
                .with("message", message);
        for (var member : circumstances.members().entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        String reference;
        try {
            reference = journal.append("refusal", body, Durability.WRITTEN);
        } catch (JournalUnavailable e) {
            reference = "";
        }
        var refusal = new Refusal(reason, message, reference);
        tell(() -> observer.refused(refusal, circumstances));
        return refusal;
    }

    private Decision judge(Rulebook rules, Action action, Context context, List<Opinion> before) {
        long start = nanos.getAsLong();
        List<Opinion> opinions = new ArrayList<>(rules.guards().size() + before.size());
        opinions.addAll(before);
        Verdict.@Nullable Deny deny = before.stream()
                .map(Opinion::verdict)
                .filter(Verdict.Deny.class::isInstance)
                .map(Verdict.Deny.class::cast)
                .findFirst()
                .orElse(null);
        Verdict.@Nullable Ask ask = null;
        Verdict.@Nullable Grant grant = null;
        for (Guard guard : rules.guards()) {
            if (deny != null && guard.isCostly()) {
                continue;
            }
            Verdict verdict = judge(guard, action, context);
            opinions.add(new Opinion(guard.name(), verdict));
            switch (verdict) {
                case Verdict.Pass pass -> {}
                case Verdict.Noted noted -> {}
                case Verdict.Grant granted -> grant = granted;
                case Verdict.Ask asked -> ask = asked;
                case Verdict.Deny denied -> deny = deny == null ? denied : deny;
            }
        }
        Reason reason;
        String message;
        if (deny != null) {
            reason = deny.reason();
            message = deny.message();
        } else if (ask != null) {
            reason = Reason.APPROVAL_REQUIRED;
            message = ask.message();
        } else if (grant != null) {
            reason = Reason.POLICY_ALLOWED;
            message = "";
        } else {
            // INVARIANT: absence is denial.
            reason = Reason.GUARD_MISSING;
            message = "Nothing permits this.";
        }
        return new Decision(
                action,
                context,
                rules.version(),
                opinions,
                reason == Reason.POLICY_ALLOWED,
                reason != Reason.POLICY_ALLOWED && rules.shadow().test(action),
                readOnly(rules, action),
                reason,
                message,
                nanos.getAsLong() - start);
    }

    private static Verdict judge(Guard guard, Action action, Context context) {
        try {
            return guard.judge(action, context);
        } catch (RuntimeException | Error e) {
            return Verdict.deny(Reason.GUARD_FAILED, "The call could not be judged.", e.toString());
        }
    }

    private static boolean readOnly(Rulebook rules, Action action) {
        return switch (action) {
            // A server's own word counts only where it makes things stricter.
            case ToolCall call ->
                rules.readOnly().test(call) && !call.definition().admitsWriting();
            case ResourceRead read -> rules.readOnly().test(read);
            case PromptGet get -> rules.readOnly().test(get);
            case UpstreamRequest request -> false;
            case Answer answer -> false;
            case UnknownTask unknown -> false;
            case UnknownMethod unknown -> false;
            case TaskUse use -> !use.changes();
            // These read or keep the conversation going by the protocol's own definition.
            case Completion completion -> true;
            case Listing listing -> true;
            case Subscription subscription -> true;
            case TaskListing listing -> true;
            case Housekeeping housekeeping -> true;
            case ClientNotice notice -> true;
            case UpstreamNotice notice -> true;
        };
    }

    private static Durability durability(Decision decision) {
        return decision.passes() && !decision.readOnly() ? Durability.ON_DISK : Durability.WRITTEN;
    }

    private static Refusal unrecorded() {
        return new Refusal(
                Reason.JOURNAL_UNAVAILABLE,
                "The journal cannot be written, so nothing is permitted. Try again later.",
                "");
    }

    private static void tell(Runnable observation) {
        try {
            observation.run();
        } catch (RuntimeException ignored) {
            // INVARIANT: who watches cannot change what was decided.
        }
    }
}
