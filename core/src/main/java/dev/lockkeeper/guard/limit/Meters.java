package dev.lockkeeper.guard.limit;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of all callers, servers and tools. Bounded: whoever comes when it is full, and nobody can be forgotten
 * without a loss, shares a meter with all who come so. Thread-safe.
 */
final class Meters {

    /** How many are looked at for each newcomer. */
    private static final int LOOKS = 32;

    private final LimitRules rules;
    private final Allowances allowances;
    private final int most;
    private final long taskPause;
    private final long window;
    private final Map<MeterKey, Meter> meters = new ConcurrentHashMap<>();
    private final Map<Per, Meter> shared = new EnumMap<>(Per.class);
    private Iterator<Map.Entry<MeterKey, Meter>> round = Collections.emptyIterator();

    /** @throws IllegalArgumentException when the settings have a rate that is none */
    Meters(CallLimits settings, Allowances allowances) {
        this.rules = new LimitRules(settings.rules());
        this.allowances = allowances;
        this.most = settings.tracked();
        this.taskPause = settings.taskPause().toNanos();
        this.window = settings.loops().window().toNanos();
        for (Per per : Per.values()) {
            var everybody = new MeterKey(per, "", "", "", "");
            shared.put(per, new Meter(everybody, rules.everybody(per), allowances));
        }
    }

    /** The meter of this key, which is not forgotten before it is left. */
    Meter enter(MeterKey key, Instant time, long now) {
        while (true) {
            Meter known = meters.get(key);
            Meter meter = known == null ? make(key, time, now) : known;
            if (meter.enter()) {
                return meter;
            }
            meters.remove(key, meter);
        }
    }

    /** How many there are besides those that are shared. */
    int size() {
        return meters.size();
    }

    /** How many calls are under way, as all of them count it. */
    long underWay() {
        long sum = 0;
        for (Meter meter : meters.values()) {
            sum += meter.underWay();
        }
        for (Meter meter : shared.values()) {
            sum += meter.underWay();
        }
        return sum;
    }

    private synchronized Meter make(MeterKey key, Instant time, long now) {
        Meter known = meters.get(key);
        if (known != null) {
            return known;
        }
        if (meters.size() >= most) {
            forget(time, now);
        }
        if (meters.size() >= most) {
            return Objects.requireNonNull(shared.get(key.per()), "every kind has one");
        }
        var made = new Meter(key, rules.of(key), allowances);
        meters.put(key, made);
        return made;
    }

    private void forget(Instant time, long now) {
        for (int looks = 0; looks < LOOKS; looks++) {
            if (!round.hasNext()) {
                round = meters.entrySet().iterator();
                if (!round.hasNext()) {
                    return;
                }
            }
            Map.Entry<MeterKey, Meter> next = round.next();
            if (next.getValue().retire(time, now, taskPause, window)) {
                meters.remove(next.getKey(), next.getValue());
            }
        }
    }
}
