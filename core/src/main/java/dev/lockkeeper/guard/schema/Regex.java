package dev.lockkeeper.guard.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A regular expression of a schema, matched anywhere in the text in time linear in it. JSON Schema means ECMA-262;
 * what RE2J cannot do (look-around, back-references) or reads in another sense is refused.
 */
final class Regex implements RegularExpression {

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException when the expression is refused */
    static Regex compile(String ecma, SchemaLimits limits) {
        if (ecma.length() > limits.patternChars()) {
            throw new PatternSyntaxException("longer than allowed");
        }
        String translated = RegexReader.translate(ecma, limits.patternSize());
        Pattern pattern = Pattern.compile(translated);
        if (pattern.programSize() > limits.patternSize()) {
            throw new PatternSyntaxException("larger than allowed");
        }
        return new Regex(pattern);
    }

    @Override
    public boolean matches(String text) {
        // A step of the validator costs about as much as 32 of these.
        long cost = 1 + (long) pattern.programSize() * text.length() / 32;
        if (Effort.CURRENT.isBound()) {
            Effort.CURRENT.get().spend(cost);
        }
        return pattern.matcher(text).find();
    }
}
