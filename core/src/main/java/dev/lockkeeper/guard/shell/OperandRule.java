package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Inline;
import dev.lockkeeper.yaml.Range;
import dev.lockkeeper.yaml.Shorthand;

/**
 * One place among the operands of a command.
 *
 * @param most how many words in a row are judged by this rule, from 1
 * @param required whether the first of them must be there, before {@code --} where that changes what operands mean
 */
@Shorthand("type")
@Doc("What may stand as an operand.")
public record OperandRule(
        @Inline WordRule word,

        @Doc("How many in a row there may be.") @Range(min = 1, max = 4096) @Default("1")
        int most,

        @Doc("Whether there must be one.") @Default("false") boolean required) {

    /** At most so many words of this type. */
    public static OperandRule of(OperandType type, int most) {
        return new OperandRule(WordRule.of(type), most, false);
    }
}
