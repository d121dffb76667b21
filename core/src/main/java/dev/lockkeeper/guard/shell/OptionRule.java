package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Inline;
import dev.lockkeeper.yaml.Shorthand;

/**
 * An option with a value: {@code --option=value}, {@code --option value}, {@code -ovalue} or {@code -o value}.
 *
 * @param optional whether it may stand without a value; a value is then part of the same word
 * @param firstOperand whether the value is what would else be the first operand, as with {@code grep -e}
 */
@Shorthand("type")
@Doc("The value of an option.")
public record OptionRule(
        @Inline WordRule word,

        @Doc("Whether the value may be left out; where it is there, it is in the same word.") @Default("false")
        boolean optional,

        @Doc("Whether the value takes the place of the first operand.") @Default("false")
        boolean firstOperand) {

    /** An option that must have a value of this type. */
    public static OptionRule of(OperandType type) {
        return new OptionRule(WordRule.of(type), false, false);
    }
}
