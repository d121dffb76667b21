package dev.lockkeeper.gateway.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that most conversations never need, made when it is first asked for. Thread-safe. */
final class Lazy<T> {

    private final Supplier<T> maker;
    private volatile @Nullable T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    T get() {
        T known = made;
        return known == null ? make() : known;
    }

    /** Null where nobody has asked for it yet. */
    @Nullable T made() {
        return made;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
