package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.ValueGuard;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who judges the words of a command by what they mean. Paths and addresses are judged by these guards only, so rules
 * that take some need one; the other types have a form of their own, and a guard here is asked besides.
 */
public record Operands(Map<OperandType, ValueGuard> guards) {

    /** Nobody: for rules without paths and addresses. */
    public static final Operands NONE = new Operands(Map.of());

    public Operands {
        guards = Map.copyOf(guards);
    }

    /** The same, with this guard for this type. */
    public Operands with(OperandType type, ValueGuard guard) {
        Map<OperandType, ValueGuard> more = new EnumMap<>(OperandType.class);
        more.putAll(guards);
        more.put(type, guard);
        return new Operands(more);
    }

    /** The guard of a type; null where its form is all there is. */
    @Nullable ValueGuard of(OperandType type) {
        return guards.get(type);
    }
}
