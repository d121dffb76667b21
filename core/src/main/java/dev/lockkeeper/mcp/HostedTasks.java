package dev.lockkeeper.mcp;

import java.util.Optional;

/** The tasks that a client made of one server's requests, up to 2025-11-25. Those of another server are not among them. */
@FunctionalInterface
public interface HostedTasks {

    /** A client that hosts no task. */
    HostedTasks NONE = id -> Optional.empty();

    /** The method that the task was made of, such as {@code sampling/createMessage}. */
    Optional<String> madeOf(String id);
}
