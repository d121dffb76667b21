package dev.lockkeeper.mcp;

import java.util.List;
import java.util.Optional;

/**
 * The tasks that exist for one caller on one route. A task that somebody else made is not among them, whoever knows its
 * id.
 */
public interface Tasks {

    /** The tasks of who has none. */
    Tasks NONE = new Tasks() {
        @Override
        public Optional<Task> find(String id) {
            return Optional.empty();
        }

        @Override
        public List<Task> all() {
            return List.of();
        }
    };

    Optional<Task> find(String id);

    List<Task> all();
}
