package dev.lockkeeper.policy;

/** A condition has no answer for this action. The message is for the journal. */
final class ConditionFailed extends Exception {

    private static final long serialVersionUID = 1L;

    ConditionFailed(String message) {
        super(message, null, false, false);
    }
}
