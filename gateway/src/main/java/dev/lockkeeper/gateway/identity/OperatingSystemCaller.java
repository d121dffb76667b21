package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.guard.Caller;
import java.util.Set;
import java.util.function.Function;

/** Who talks over standard input: the operating-system user that this process runs as. */
public final class OperatingSystemCaller {

    private OperatingSystemCaller() {}

    /**
     * The user of this process, as the operating system tells it; environment variables have no say.
     *
     * @param groups from a caller's name to the groups that the policy puts it in
     * @throws IllegalStateException when the operating system does not tell
     */
    public static Caller current(Function<String, Set<String>> groups) {
        String user = ProcessHandle.current()
                .info()
                .user()
                .orElseThrow(() -> new IllegalStateException("The operating system does not say who runs this."));
        return new Caller(user, "os", groups.apply(user));
    }
}
