package dev.lockkeeper.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in a text in one pass: tokens of well-known issuers by their form, keys in their armour, passwords in
 * URLs, and whatever looks like a secret and has the name of one. What a text in base 64 holds is found as well. Time is
 * linear in the length of the text. Immutable and thread-safe.
 */
public final class SecretDetector {

    private record Anchored(String literal, Form form) {}

    /** Base 64 within base 64 is looked into this many times. */
    private static final int DEPTH = 2;

    private static final int SHORTEST_ENCODED = 24;
    private static final Chars ENCODED = Chars.BASE64.with("-_");

    private final NamedValues named;
    private final List<Anchored> anchored = new ArrayList<>();
    private final Anchors anchors;

    /** By the names that are secret by themselves. */
    public SecretDetector() {
        this(new SecretNames(Set.of(), Set.of()));
    }

    /** @param names which names of members are secret */
    public SecretDetector(SecretNames names) {
        this.named = new NamedValues(names);
        TokenForms.ALL.forEach(token -> anchored.add(new Anchored(token.prefix(), token)));
        add(Structures::jwt, "eyJ");
        add(Structures::telegram, ":AA");
        add(Structures::discord, ".");
        add(Structures::azureSignature, "sig=");
        add(Structures::azureSecret, "Q~");
        add(KeyBlocks::armoured, "-----BEGIN ", "---- BEGIN ");
        add(KeyBlocks::putty, "Private-Lines: ");
        add(TokenForm.of(Kind.PRIVATE_KEY, "AGE-SECRET-KEY-1", Chars.BASE62, 58, 58), "AGE-SECRET-KEY-1");
        add(UrlPasswords::at, "://");
        add(Structures::bearer, "bearer ");
        add(Structures::basic, "basic ");
        var assignments = new Assignments(named);
        Assignments.WORDS.forEach(word -> add(assignments, word));
        this.anchors = new Anchors(anchored.stream().map(Anchored::literal).toList());
    }

    private void add(Form form, String... literals) {
        for (String literal : literals) {
            anchored.add(new Anchored(literal, form));
        }
    }

    /** The secrets of these kinds in a text, in its order; they do not overlap. */
    public List<Hit> find(String text, Set<Kind> kinds) {
        List<Hit> hits = find(text, kinds, 0);
        if (!hits.isEmpty() && kinds.contains(Kind.AWS_SECRET_KEY)) {
            AwsSecrets.add(text, hits);
        }
        return Hits.merged(hits, text.length());
    }

    /**
     * The secrets of these kinds in the value of a member: those of the text, or the whole value where its name says that
     * it is one.
     *
     * @param name of the member that holds the value
     */
    public List<Hit> find(String name, String value, Set<Kind> kinds) {
        Kind kind = value.isEmpty() ? null : named.inMember(name, value);
        List<Hit> hits = find(value, kinds);
        if (kind == null || !kinds.contains(kind)) {
            return hits;
        }
        if (hits.isEmpty()) {
            return List.of(new Hit(kind, 0, value.length(), Confidence.NAMED));
        }
        // What has a form is better known by that; what is around it is secret all the same.
        return List.of(new Hit(
                hits.getFirst().kind(), 0, value.length(), hits.getFirst().confidence()));
    }

    private List<Hit> find(String text, Set<Kind> kinds, int depth) {
        List<Hit> hits = new ArrayList<>();
        int state = Anchors.start();
        int run = 0;
        for (int i = 0; i < text.length() && hits.size() < Hits.MOST; i++) {
            char c = text.charAt(i);
            state = anchors.step(state, c);
            int[] ending = anchors.ending(state);
            Hit hit = ending == null ? null : first(ending, text, i + 1, kinds);
            if (hit != null) {
                hits.add(hit);
                // INVARIANT: nothing that was taken is looked at again, so that forms may read as far as they take.
                // What is
                // told by its name is short, and may have a form as well.
                if (hit.confidence() != Confidence.NAMED && hit.end() > i + 1) {
                    i = hit.end() - 1;
                    state = Anchors.start();
                    run = hit.end();
                    continue;
                }
            }
            if (c == '[' && Placeholder.end(text, i) > 0) {
                i = Placeholder.end(text, i) - 1;
                state = Anchors.start();
                run = i + 1;
                continue;
            }
            if (!ENCODED.has(c)) {
                decode(text, run, i, kinds, depth, hits);
                run = i + 1;
            }
        }
        decode(text, run, text.length(), kinds, depth, hits);
        return hits;
    }

    // A kind that is not looked for hides no other.
    private @Nullable Hit first(int[] ending, String text, int end, Set<Kind> kinds) {
        for (int literal : ending) {
            Anchored one = anchored.get(literal);
            Hit hit = one.form().at(text, end - one.literal().length(), end);
            if (hit != null && kinds.contains(hit.kind())) {
                return hit;
            }
        }
        return null;
    }

    private void decode(String text, int from, int to, Set<Kind> kinds, int depth, List<Hit> hits) {
        if (to - from < SHORTEST_ENCODED || depth >= DEPTH) {
            return;
        }
        String inner = Decoding.printable(text, from, to);
        if (inner != null) {
            Hit surest = Hits.surest(find(inner, kinds, depth + 1));
            if (surest != null) {
                int padded = to;
                while (padded < text.length() && text.charAt(padded) == '=' && padded < to + 2) {
                    padded++;
                }
                hits.add(new Hit(surest.kind(), from, padded, surest.confidence()));
            }
        }
    }
}
