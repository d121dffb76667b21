package dev.lockkeeper.audit;

import java.util.List;
import java.util.Set;

/**
 * What is replaced by keyed digests, beside what is always replaced (see {@link Redactor}).
 *
 * @param names further member names whose values are replaced; compared without regard to case and separators
 * @param exempt member names whose values are kept although they look secret; compared in the same way
 * @param patterns RE2 patterns; what they find in a string value is replaced
 */
public record RedactionRules(Set<String> names, Set<String> exempt, List<String> patterns) {

    public static final RedactionRules DEFAULT = new RedactionRules(Set.of(), Set.of(), List.of());

    /** @throws IllegalArgumentException when a pattern does not compile or finds the empty string */
    public RedactionRules {
        names = Set.copyOf(names);
        exempt = Set.copyOf(exempt);
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            SecretText.compile(pattern);
        }
    }
}
