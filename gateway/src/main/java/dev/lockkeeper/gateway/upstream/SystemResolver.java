package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.guard.url.ResolutionFailed;
import dev.lockkeeper.guard.url.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks the operating system for the addresses of a name. Who asks waits, but not longer than the patience; lookups that
 * hang hold a few platform threads of their own, since a virtual thread would hold a carrier. Answers are kept for a short
 * time, in a bounded number, and who asks for what is being looked up waits for the same answer. Thread-safe.
 */
public final class SystemResolver implements Resolver {

    private static final int MOST_NAMES = 1_024;
    private static final int MOST_LOOKUPS = 32;
    private static final int MOST_ADDRESSES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** Finds all addresses of a name, however long it takes. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private record Known(CompletableFuture<List<byte[]>> answer, long since) {}

    private final Lookup lookup;
    private final Executor lookups;
    private final LongSupplier nanos;
    private final Duration patience;

    /** By when they were asked, so that the eldest is the first. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    public SystemResolver() {
        this(InetAddress::getAllByName, threads(), System::nanoTime, PATIENCE);
    }

    SystemResolver(Lookup lookup, Executor lookups, LongSupplier nanos, Duration patience) {
        this.lookup = lookup;
        this.lookups = lookups;
        this.nanos = nanos;
        this.patience = patience;
    }

    private static Executor threads() {
        return new ThreadPoolExecutor(
                0,
                MOST_LOOKUPS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("lookup-", 0).daemon().factory());
    }

    @Override
    public List<byte[]> addresses(String host) throws ResolutionFailed {
        try {
            return answer(host).get(patience.toNanos(), TimeUnit.NANOSECONDS).stream()
                    .map(byte[]::clone)
                    .toList();
        } catch (TimeoutException e) {
            throw new ResolutionFailed("no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new ResolutionFailed(cause == null ? e.toString() : String.valueOf(cause.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResolutionFailed("interrupted while waiting for an answer");
        }
    }

    private CompletableFuture<List<byte[]>> answer(String host) {
        var fresh = new CompletableFuture<List<byte[]>>();
        synchronized (known) {
            forget();
            Known earlier = known.get(host);
            if (earlier != null) {
                return earlier.answer();
            }
            known.put(host, new Known(fresh, nanos.getAsLong()));
        }
        try {
            lookups.execute(() -> look(host, fresh));
        } catch (RejectedExecutionException e) {
            synchronized (known) {
                known.remove(host);
            }
            fresh.completeExceptionally(new ResolutionFailed("too many lookups are under way"));
        }
        return fresh;
    }

    private void look(String host, CompletableFuture<List<byte[]>> answer) {
        try {
            InetAddress[] all = lookup.all(host);
            if (all.length > MOST_ADDRESSES) {
                throw new UnknownHostException("more than " + MOST_ADDRESSES + " addresses");
            }
            List<byte[]> found = new ArrayList<>(all.length);
            for (InetAddress address : all) {
                found.add(address.getAddress());
            }
            answer.complete(found);
        } catch (UnknownHostException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    // INVARIANT: called with the lock of the map.
    private void forget() {
        long now = nanos.getAsLong();
        var eldest = known.values().iterator();
        while (eldest.hasNext()) {
            Known first = eldest.next();
            if (known.size() < MOST_NAMES && now - first.since() < KEPT.toNanos()) {
                return;
            }
            eldest.remove();
        }
    }
}
