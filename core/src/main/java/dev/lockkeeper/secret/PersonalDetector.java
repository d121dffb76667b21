package dev.lockkeeper.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data in a text: payment cards, IBANs, national identity numbers, phone numbers, e-mail and IP addresses.
 * A number counts by its check digits, and where these prove little, by a word before it that says what it is. Time is
 * linear in the length of the text. Immutable and thread-safe.
 */
public final class PersonalDetector {

    private static final int CONTEXT = 48;

    private final Numbers numbers;

    /**
     * @param locales countries whose identity numbers and national forms of phone numbers are known, as two capital letters
     *     (ISO 3166-1)
     * @throws IllegalArgumentException when a locale is none that has identity numbers here
     */
    public PersonalDetector(Set<String> locales) {
        List<NationalId> ids = new ArrayList<>();
        locales.stream().sorted().forEach(locale -> ids.addAll(NationalId.of(locale)));
        this.numbers = new Numbers(ids, new Phones(locales));
    }

    /** The personal data of these kinds in a text, in its order; no two of them overlap. */
    public List<Hit> find(String text, Set<Kind> kinds) {
        return find("", text, kinds);
    }

    /**
     * The personal data of these kinds in the value of a member.
     *
     * @param name of the member; it may say what a number is
     */
    public List<Hit> find(String name, String text, Set<Kind> kinds) {
        List<Hit> hits = new ArrayList<>();
        String named = String.join(" ", SecretNames.words(name));
        var compact = new Compact();
        var budget = new Phones.Budget(text.length());
        for (int i = 0; i < text.length() && hits.size() < Hits.MOST; i++) {
            int placeholder = text.charAt(i) == '[' ? Placeholder.end(text, i) : -1;
            if (placeholder > 0) {
                i = placeholder - 1;
                continue;
            }
            Hit hit = at(named, text, i, kinds, compact, budget);
            if (hit != null) {
                hits.add(hit);
                i = hit.end() - 1;
            }
        }
        return Hits.merged(hits, text.length());
    }

    private @Nullable Hit at(String name, String text, int i, Set<Kind> kinds, Compact compact, Phones.Budget budget) {
        char c = text.charAt(i);
        if (c == '@') {
            return kinds.contains(Kind.EMAIL) ? Addresses.email(text, i) : null;
        }
        if (c == ':' && i > 0 && kinds.contains(Kind.IP_ADDRESS)) {
            return Addresses.ipv6(text, i);
        }
        boolean digit = Chars.DIGITS.has(c);
        if (!digit && !Chars.BASE62.has(c) && c != '+' && c != '(') {
            return null;
        }
        if (i > 0 && Chars.BASE62.has(text.charAt(i - 1))) {
            return null;
        }
        Hit address = digit && kinds.contains(Kind.IP_ADDRESS) ? Addresses.ipv4(text, i) : null;
        return address != null ? address : numbers.at(text, i, kinds, compact, new Context(name, text, i), budget);
    }

    /** What is said of a number: the name of the member, and the text before. Looked at only where it matters. */
    record Context(String name, String text, int at) {

        /** Whether one of the words is there. */
        boolean says(Words words) {
            return isNamed(words) || follows(words);
        }

        /** Whether one of the words is in the name of the member. */
        boolean isNamed(Words words) {
            return words.in(name, 0, name.length());
        }

        /** Whether one of the words is in the text shortly before. */
        boolean follows(Words words) {
            return words.in(text, Math.max(0, at - CONTEXT), at);
        }
    }
}
