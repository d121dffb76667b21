package dev.lockkeeper.audit;

/** Bytes that the journal did not write. The message says in words what is wrong with them. */
final class JournalDamaged extends Exception {

    private static final long serialVersionUID = 1L;

    JournalDamaged(String message) {
        super(message);
    }
}
