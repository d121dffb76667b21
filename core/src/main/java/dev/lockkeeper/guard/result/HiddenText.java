package dev.lockkeeper.guard.result;

/** Takes out of a text what nobody sees. Thread-safe, and linear in the length of the text. */
@FunctionalInterface
public interface HiddenText {

    /** The text without what is hidden in it; equal to the text where nothing is. Never throws. */
    String without(String text);
}
