package dev.lockkeeper.gateway.upstream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to start a server that speaks over standard input and output. Prints neither arguments nor environment, which may
 * hold secrets.
 *
 * @param command the program and its arguments; no shell reads them
 * @param environment all that the server finds in its environment; nothing is inherited
 * @param directory where it runs; null for the directory the gateway runs in
 * @param requestTimeout the longest wait for an answer, and for the server to read what is sent to it
 * @param longestWait beyond which no progress lengthens the wait for an answer
 * @param maxMessageBytes the longest message it may send
 * @param grace how long it may take to end after its standard input was closed, and again after SIGTERM
 */
public record CommandSettings(
        List<String> command,
        Map<String, String> environment,
        @Nullable Path directory,
        Duration requestTimeout,
        Duration longestWait,
        int maxMessageBytes,
        Duration grace) {

    public CommandSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command names a program");
        }
        if (requestTimeout.isNegative() || requestTimeout.isZero() || grace.isNegative()) {
            throw new IllegalArgumentException("a timeout is positive");
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes is at least 1024");
        }
    }

    /** Settings where progress does not lengthen a wait. */
    public CommandSettings(
            List<String> command,
            Map<String, String> environment,
            @Nullable Path directory,
            Duration requestTimeout,
            int maxMessageBytes,
            Duration grace) {
        this(command, environment, directory, requestTimeout, requestTimeout, maxMessageBytes, grace);
    }

    Patience patience() {
        return new Patience(requestTimeout, longestWait);
    }

    @Override
    public String toString() {
        return "CommandSettings[" + command.getFirst() + "]";
    }
}
