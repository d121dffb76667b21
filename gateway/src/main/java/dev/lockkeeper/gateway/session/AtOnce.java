package dev.lockkeeper.gateway.session;

import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does the same with several at once, and waits until it is done with all: ending a server may take its time. */
public final class AtOnce {

    private AtOnce() {}

    public static <T> void each(Collection<T> all, Consumer<? super T> work) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(each -> executor.execute(() -> work.accept(each)));
        }
    }
}
