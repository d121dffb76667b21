package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;
import java.util.List;

/** A regular expression as a tree, without what makes no difference to the work of finding it. */
sealed interface RegexNode {

    /** How often something may be repeated without end. */
    int UNBOUNDED = -1;

    /** One character of a set. */
    record One(UnicodeSet set) implements RegexNode {}

    /** One after the other; empty where nothing is to be matched. */
    record Sequence(List<RegexNode> items) implements RegexNode {}

    /** One of several. */
    record Choice(List<RegexNode> branches) implements RegexNode {}

    /** From {@code min} to {@code max} times, greedily or not. */
    record Repeat(RegexNode body, int min, int max) implements RegexNode {}

    /** A place that may be the wrong one: the begin or end of a line, word or text. */
    record Place() implements RegexNode {}

    /** Something that is looked for and not consumed. */
    record Look(RegexNode body) implements RegexNode {}

    /** Whether it matches at every place, whatever is there. */
    default boolean neverFails() {
        return switch (this) {
            case One one -> false;
            case Sequence sequence -> sequence.items().stream().allMatch(RegexNode::neverFails);
            case Choice choice -> choice.branches().stream().anyMatch(RegexNode::neverFails);
            case Repeat repeat -> repeat.min() == 0 || repeat.body().neverFails();
            case Place place -> false;
            case Look look -> false;
        };
    }

    /** Whether there is an end to what it can match. */
    default boolean isBounded() {
        return switch (this) {
            case One one -> true;
            case Sequence sequence -> sequence.items().stream().allMatch(RegexNode::isBounded);
            case Choice choice -> choice.branches().stream().allMatch(RegexNode::isBounded);
            case Repeat repeat -> repeat.max() != UNBOUNDED && repeat.body().isBounded();
            case Place place -> true;
            case Look look -> true;
        };
    }
}
