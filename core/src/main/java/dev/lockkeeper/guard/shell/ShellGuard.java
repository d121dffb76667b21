package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;

/**
 * A string that a shell will read: one POSIX simple command (XCU 2.9.1) without assignments, redirections and anything
 * that is expanded. The facts hold {@code words}, which are the words that a shell would make of it; who can, runs these
 * and no shell. What the words of an operand's guard found out is in {@code operands}, with the index of the word.
 *
 * <p>The shell itself is trusted: its aliases, functions and start files are the operator's.
 */
public final class ShellGuard implements ValueGuard {

    private final Commands commands;

    /**
     * @param operands the guards of paths and addresses
     * @throws IllegalArgumentException where the settings make no sense, in words for an operator
     */
    public ShellGuard(ShellSettings settings, Operands operands) {
        commands = new Commands(settings, operands);
        if (settings.command() != null) {
            throw new IllegalArgumentException("A command in one string names its command itself; leave out command.");
        }
    }

    @Override
    public Assessment judge(Json value) {
        return judge(value, new Lookups());
    }

    @Override
    public Assessment judge(Json value, Lookups lookups) {
        if (!(value instanceof JsonString(String text))) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A command is a string.");
        }
        if (text.length() > commands.longest()) {
            return Refused.tooLong(commands.longest());
        }
        var reader = new ShellReader(text, commands.most());
        Assessment refused = reader.read();
        return refused == null ? commands.judge(reader.words(), 0, lookups) : refused;
    }
}
