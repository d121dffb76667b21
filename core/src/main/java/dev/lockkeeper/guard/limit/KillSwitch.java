package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.mcp.Action;
import java.util.Optional;

/** Says what an operator stopped. Asked for every message in either direction; thread-safe. */
@FunctionalInterface
public interface KillSwitch {

    /** Nothing is ever stopped. */
    KillSwitch NONE = (caller, action) -> Optional.empty();

    /** What stops this action of the caller, or of a server that is on its way to the caller. */
    Optional<Kill> stops(Caller caller, Action action);
}
