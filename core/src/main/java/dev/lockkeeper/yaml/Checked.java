package dev.lockkeeper.yaml;

/** A record with rules that no annotation tells. The binder asks it once its components are bound. */
public interface Checked {

    /** Tells everything that is wrong. */
    void check(Report report);

    /** Takes what is wrong. */
    @FunctionalInterface
    interface Report {

        /**
         * @param key the key that is wrong, such as {@code url}, or one below it, as {@code headers/Accept}; empty for
         *     the mapping itself
         */
        void problem(String key, String message);
    }
}
