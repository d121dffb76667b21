package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The rules of one configuration, ready to be asked. Immutable. */
final class LimitRules {

    private final List<Selector> selectors = new ArrayList<>();

    /** A rule with its globs. */
    private record Selector(LimitRule rule, List<Glob> callers, List<Glob> servers, List<Glob> tools) {

        static Selector of(LimitRule rule) {
            return new Selector(rule, globs(rule.callers()), globs(rule.servers()), globs(rule.tools()));
        }

        private static List<Glob> globs(List<String> patterns) {
            return patterns.stream().map(Glob::name).toList();
        }

        boolean everybody() {
            return callers.isEmpty() && servers.isEmpty() && tools.isEmpty();
        }

        boolean matches(MeterKey key) {
            return (callers.isEmpty()
                            || matches(callers, key.caller())
                            || matches(callers, key.scheme() + ":" + key.caller()))
                    && (servers.isEmpty() || matches(servers, key.server()))
                    && (tools.isEmpty() || matches(tools, key.tool()));
        }

        private static boolean matches(List<Glob> globs, String name) {
            for (Glob glob : globs) {
                if (glob.matches(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @throws IllegalArgumentException when a rate is out of bounds */
    LimitRules(List<LimitRule> rules) {
        for (LimitRule rule : rules) {
            selectors.add(Selector.of(rule));
        }
        CallLimits.BUILT_IN.forEach(rule -> selectors.add(Selector.of(rule)));
        for (Per per : Per.values()) {
            everybody(per);
        }
        selectors.forEach(selector -> bounds(List.of(selector)));
    }

    /** What holds for one. */
    Bounds of(MeterKey key) {
        return bounds(selectors.stream()
                .filter(each -> each.rule().per() == key.per() && each.matches(key))
                .toList());
    }

    /** What holds for everybody that no rule names. */
    Bounds everybody(Per per) {
        return bounds(selectors.stream()
                .filter(each -> each.rule().per() == per && each.everybody())
                .toList());
    }

    private static Bounds bounds(List<Selector> matching) {
        return new Bounds(
                rate(matching, LimitRule::rate, Rate::of),
                (int) number(matching, LimitRule::concurrency),
                rate(matching, LimitRule::bytesIn, Rate::of),
                rate(matching, LimitRule::bytesOut, Rate::of),
                rate(matching, LimitRule::time, Rate::ofTime),
                number(matching, LimitRule::calls),
                number(matching, LimitRule::dailyCalls),
                number(matching, LimitRule::dailyBytes));
    }

    private static @Nullable Rate rate(
            List<Selector> matching, Function<LimitRule, @Nullable String> limit, Function<String, Rate> reading) {
        for (Selector each : matching) {
            String text = limit.apply(each.rule());
            if (text != null) {
                return text.equals(LimitRule.NONE) ? null : reading.apply(text);
            }
        }
        return null;
    }

    private static long number(List<Selector> matching, ToLongFunction<LimitRule> limit) {
        for (Selector each : matching) {
            long number = limit.applyAsLong(each.rule());
            if (number > 0) {
                return number;
            }
        }
        return 0;
    }
}
