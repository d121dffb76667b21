package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.session.AtOnce;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers of the configuration as one client of all of them uses them. Thread-safe. */
final class Members {

    private final Caller caller;
    private final Conversations conversations;
    private final Decider decider;
    private final Supplier<Set<String>> configured;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private volatile @Nullable Function<Member, ClientChannel> listener;
    private volatile boolean closed;

    Members(Caller caller, Conversations conversations, Decider decider, Supplier<Set<String>> configured) {
        this.caller = caller;
        this.conversations = conversations;
        this.decider = decider;
        this.configured = configured;
    }

    /** The member of this name; null where the configuration has no such server. */
    @Nullable Member named(String server) {
        return configured.get().contains(server) ? members.computeIfAbsent(server, this::made) : null;
    }

    /** The names of all of them, in the order of the configuration. */
    Set<String> servers() {
        return new LinkedHashSet<>(configured.get());
    }

    /** All of them, in the order of the configuration. */
    List<Member> all() {
        return configured.get().stream()
                .map(server -> members.computeIfAbsent(server, this::made))
                .toList();
    }

    /** Those that something was asked of already. */
    List<Member> known() {
        return List.copyOf(members.values());
    }

    /**
     * Asks these members at once, and waits so long for the slowest; what is not there by then is left out, and its work
     * interrupted.
     */
    static <T> List<T> each(List<Member> asked, Duration wait, Function<Member, T> work) throws InterruptedException {
        List<Callable<T>> tasks = asked.stream()
                .<Callable<T>>map(member -> () -> work.apply(member))
                .toList();
        List<T> results = new ArrayList<>();
        // Not closed with try: that would wait for those that do not listen to the interruption.
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Future<T> future : executor.invokeAll(tasks, wait.toMillis(), TimeUnit.MILLISECONDS)) {
                if (future.state() == Future.State.SUCCESS) {
                    results.add(future.get());
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a success that is none", e);
        } finally {
            executor.shutdownNow();
        }
        return results;
    }

    /** Lists at all servers, all pages; who does not answer in time is left out. */
    List<Listed> list(Listing.Kind kind, JsonObject params, Asking asking, Duration wait) throws InterruptedException {
        return each(all(), wait, member -> {
            try {
                return Catalogue.read(member, kind, params, asking);
            } catch (Unavailable e) {
                return new Listed(member.server(), List.of(), false);
            }
        });
    }

    /** From now on brings what each server says by itself to its channel; null for none. */
    void listen(@Nullable Function<Member, ClientChannel> channels) {
        listener = channels;
        members.values().forEach(member -> member.listen(channels == null ? null : channels.apply(member)));
    }

    void close() {
        closed = true;
        AtOnce.each(members.values(), Member::close);
    }

    private Member made(String server) {
        var member = new Member(server, caller, conversations, decider);
        Function<Member, ClientChannel> channels = listener;
        member.listen(channels == null ? null : channels.apply(member));
        if (closed) {
            member.close();
        }
        return member;
    }
}
