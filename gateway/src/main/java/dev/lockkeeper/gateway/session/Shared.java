package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Things that take long to make, each made by the first who wants it while the others wait. What could not be made is
 * forgotten. Thread-safe; holds no lock while it makes or waits.
 */
final class Shared<T> {

    private final Map<String, CompletableFuture<T>> made = new ConcurrentHashMap<>();

    @FunctionalInterface
    interface Maker<T> {
        T make() throws UpstreamFailure, JsonRefused;
    }

    T get(String key, Maker<T> maker) throws UpstreamFailure, JsonRefused {
        var mine = new CompletableFuture<T>();
        CompletableFuture<T> first = made.putIfAbsent(key, mine);
        while (first != null) {
            try {
                return await(first);
            } catch (UpstreamFailure e) {
                // Who began it left; that is nothing to those who stay.
                if (e.reason() != Reason.UPSTREAM_CANCELLED
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            first = made.putIfAbsent(key, mine);
        }
        boolean complete = false;
        try {
            T thing = maker.make();
            complete = mine.complete(thing);
            return thing;
        } catch (UpstreamFailure | JsonRefused e) {
            made.remove(key, mine);
            mine.completeExceptionally(e);
            throw e;
        } finally {
            if (!complete) {
                made.remove(key, mine);
                mine.completeExceptionally(new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "it was not made"));
            }
        }
    }

    void forget(String key) {
        made.remove(key);
    }

    private static <T> T await(CompletableFuture<T> first) throws UpstreamFailure, JsonRefused {
        try {
            return first.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client went away");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UpstreamFailure failure ->
                    throw new UpstreamFailure(failure.reason(), String.valueOf(failure.getMessage()));
                case JsonRefused refused ->
                    throw new JsonRefused(refused.reason(), String.valueOf(refused.getMessage()));
                case null, default -> throw new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(e.getCause()));
            }
        }
    }
}
