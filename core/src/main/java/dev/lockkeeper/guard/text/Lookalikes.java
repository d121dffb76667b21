package dev.lockkeeper.guard.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import com.ibm.icu.text.UnicodeSet;

/** Names that are easily taken for another one (UTS 39). Thread-safe. */
final class Lookalikes {

    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private final SpoofChecker checker;

    Lookalikes(IdentifierSettings.Scripts scripts, String more) {
        RestrictionLevel level = switch (scripts) {
            case ASCII -> RestrictionLevel.ASCII;
            case HIGHLY_RESTRICTIVE -> RestrictionLevel.HIGHLY_RESTRICTIVE;
            case MODERATELY_RESTRICTIVE -> RestrictionLevel.MODERATELY_RESTRICTIVE;
        };
        this.checker = new SpoofChecker.Builder()
                .setChecks(SpoofChecker.RESTRICTION_LEVEL
                        | SpoofChecker.INVISIBLE
                        | SpoofChecker.MIXED_NUMBERS
                        | SpoofChecker.HIDDEN_OVERLAY)
                .setRestrictionLevel(level)
                .setAllowedChars(new UnicodeSet(SpoofChecker.RECOMMENDED)
                        .add(' ', '~')
                        .addAll(more)
                        .freeze())
                .build();
    }

    /**
     * Whether the name, which is not ASCII, is another one under NFKC, mixes scripts, or looks like ASCII: as a whole, or
     * in a character of another script beside Latin letters.
     */
    boolean mislead(String name) {
        return !NFKC.isNormalized(name) || checker.failsChecks(name) || looksLikeAscii(name);
    }

    private boolean looksLikeAscii(String name) {
        boolean asciiLetters = false;
        boolean all = true;
        boolean foreign = false;
        for (int at = 0; at < name.length(); ) {
            int codePoint = name.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint < 0x80) {
                asciiLetters |= UCharacter.isLetter(codePoint);
            } else {
                String seen = checker.getSkeleton(UCharacter.toString(codePoint));
                boolean like = seen.length() == 1 && seen.charAt(0) < 0x80;
                all &= like;
                foreign |= like && UScript.getScript(codePoint) != UScript.LATIN;
            }
        }
        return all || asciiLetters && foreign;
    }
}
