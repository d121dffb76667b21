package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of callers, servers and tools, and the kill switch before them. What a message costs is taken also where it
 * is refused afterwards, so that floods of refused calls are bounded too. Memory is bounded by
 * {@link CallLimits#tracked}. Thread-safe; in the state of this process, unless the allowances are shared.
 */
public final class Limits implements Admission {

    private final LongSupplier nanos;
    private final Allowances allowances;
    private final KillSwitch kills;
    private volatile State state;

    /** What one configuration has counted so far. */
    private record State(CallLimits settings, Meters meters, Map<String, Circuit> circuits) {}

    /**
     * Limits in the memory of this process.
     *
     * @param nanos a clock for durations, such as {@code System::nanoTime}; days are told by {@link Context#time}
     * @throws IllegalArgumentException when the settings have a rate that is none
     */
    public Limits(CallLimits settings, LongSupplier nanos, KillSwitch kills) {
        this(settings, nanos, new LocalAllowances(nanos), kills);
    }

    /**
     * Limits.
     *
     * @param allowances where rates are counted
     */
    public Limits(CallLimits settings, LongSupplier nanos, Allowances allowances, KillSwitch kills) {
        this.nanos = nanos;
        this.allowances = allowances;
        this.kills = kills;
        this.state = state(settings);
    }

    private State state(CallLimits settings) {
        return new State(settings, new Meters(settings, allowances), new ConcurrentHashMap<>());
    }

    /** Puts other limits in force. Where anything changed, all counts begin anew. */
    public void replace(CallLimits settings) {
        if (!settings.equals(state.settings())) {
            state = state(settings);
        }
    }

    /** How many places are taken, for tests of what gives them back. */
    long underWay() {
        return state.meters().underWay();
    }

    int tracked() {
        return state.meters().size();
    }

    @Override
    public Optional<Entry.Shut> stopped(Action action, Context context) {
        Optional<Kill> kill = kills.stops(context.caller(), action);
        return kill.map(Limits::shut);
    }

    private static Entry.Shut shut(Kill kill) {
        return new Entry.Shut(
                Reason.KILL_SWITCH,
                "The operator stopped this. Do not try again until you are told that it goes on.",
                kill.toString(),
                Duration.ZERO,
                true);
    }

    @Override
    public Entry admit(Action action, Message message, boolean readOnly, Context context) {
        Optional<Entry.Shut> stopped = stopped(action, context);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        Traffic traffic = Traffic.of(action, message);
        return traffic == Traffic.INBOUND
                ? Entry.OPEN
                : new Entrant(state, action, traffic == Traffic.CALL, readOnly, context)
                        .enter(message.wire().length());
    }

    /** One message on its way in; used by one thread. */
    private final class Entrant {

        private final State now;
        private final Action action;
        private final boolean call;
        private final boolean readOnly;
        private final Context context;
        private final long begun = nanos.getAsLong();
        private final List<Meter> meters = new ArrayList<>(5);
        private int held;

        Entrant(State now, Action action, boolean call, boolean readOnly, Context context) {
            this.now = now;
            this.action = action;
            this.call = call;
            this.readOnly = readOnly;
            this.context = context;
        }

        Entry enter(long bytes) {
            boolean holds = false;
            try {
                Circuit circuit = now.circuits().computeIfAbsent(action.server(), server -> new Circuit());
                Full full = pass(bytes);
                Circuit.@Nullable Passage passage = Circuit.Passage.CLOSED;
                if (full == null && call) {
                    passage = circuit.pass(begun);
                    full = passage == null ? circuit.full(begun) : null;
                }
                if (full != null) {
                    return full.shut();
                }
                holds = call;
                return new Entry.Open(new CallPlace(
                        meters,
                        call,
                        circuit,
                        now.settings().circuit(),
                        passage == Circuit.Passage.PROBE,
                        nanos,
                        begun));
            } finally {
                if (!holds) {
                    leave();
                }
            }
        }

        // The caller's own limits first: what is refused by them costs nobody else anything.
        private @Nullable Full pass(long bytes) {
            Caller caller = context.caller();
            Meter own = meter(MeterKey.of(caller));
            Full full = own.message(bytes);
            if (full == null && call) {
                full = meter(MeterKey.task(caller, action.server())).message(bytes);
            }
            if (full == null && action instanceof ToolCall tool && call) {
                full = tool(tool, own, bytes);
            }
            if (full == null) {
                full = meter(MeterKey.server(action.server())).message(bytes);
            }
            if (full == null) {
                full = meter(MeterKey.all()).message(bytes);
            }
            return full == null && call ? hold(bytes) : full;
        }

        // INVARIANT: a name that the server does not list gets no meter, or callers could choose keys.
        private @Nullable Full tool(ToolCall tool, Meter own, long bytes) {
            if (!tool.definition().listed()) {
                return null;
            }
            Full full = meter(MeterKey.tool(context.caller(), tool.server(), tool.tool()))
                    .message(bytes);
            if (full != null) {
                return full;
            }
            long digest = CallDigest.of(tool.server(), tool.tool());
            return own.trail()
                    .step(
                            CallDigest.of(digest, tool.arguments()),
                            digest,
                            readOnly,
                            begun,
                            now.settings().loops());
        }

        private @Nullable Full hold(long bytes) {
            long pause = now.settings().taskPause().toNanos();
            for (Meter meter : meters) {
                Full full = meter.time(begun);
                full = full == null ? meter.call(bytes, context.time(), begun, pause) : full;
                if (full != null) {
                    return full;
                }
                held++;
            }
            return null;
        }

        private Meter meter(MeterKey key) {
            Meter meter = now.meters().enter(key, context.time(), begun);
            meters.add(meter);
            return meter;
        }

        private void leave() {
            for (int i = 0; i < meters.size(); i++) {
                if (i < held) {
                    meters.get(i).end(begun);
                }
                meters.get(i).leave();
            }
        }
    }
}
