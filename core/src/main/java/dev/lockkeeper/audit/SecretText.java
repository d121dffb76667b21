package dev.lockkeeper.audit;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets inside a text: by their form (keys and tokens of well-known issuers, passwords in URLs, whatever is
 * configured), and by the name before them ({@code ?api_key=…}, {@code --password=…}, {@code Cookie: …}).
 */
final class SecretText {

    /** @param possible false of texts in which the pattern finds nothing; far cheaper, and of most texts the last word */
    private record Form(Predicate<String> possible, Pattern pattern, int group) {}

    private static final List<Form> FORMS = List.of(
            form("AKIA|ASIA|ABIA|ACCA", "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b", 0),
            form("ghp_|gho_|ghu_|ghs_|ghr_", "\\bgh[pousr]_[A-Za-z0-9]{20,255}", 0),
            form("github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{20,255}", 0),
            form("glpat-", "\\bglpat-[A-Za-z0-9_-]{20,255}", 0),
            form("xox", "\\bxox[abeoprs]-[A-Za-z0-9-]{8,255}", 0),
            form("xapp-", "\\bxapp-[A-Za-z0-9-]{8,255}", 0),
            form("sk-|sk_|rk-|rk_", "\\b(?:sk|rk)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,255}", 0),
            form("AIza", "\\bAIza[A-Za-z0-9_-]{35}", 0),
            form("npm_", "\\bnpm_[A-Za-z0-9]{36}", 0),
            form("eyJ", "\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{2,}\\.[A-Za-z0-9_-]*", 0),
            form(
                    "PRIVATE KEY",
                    "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?:"
                            + " BLOCK)?-----|\\z)",
                    0),
            form("://", "[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#:@]*:([^\\s/?#]+)@", 1),
            new Form(
                    SecretText::namesScheme,
                    Pattern.compile("(?i)\\b(?:bearer|basic)[ \\t]+([A-Za-z0-9._~+/=-]{8,})"),
                    1));

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z][A-Za-z0-9_.-]{0,63})=(\"[^\"]*\"|'[^']*'|[^\\s&;,\"']+)");
    private static final Pattern HEADER =
            Pattern.compile("(?m)^[ \\t]*(?:-[ \\t]+)?([A-Za-z][A-Za-z0-9_-]{0,63})[ \\t]*:[ \\t]+(\\S[^\\r\\n]*)");
    private static final Pattern MEMBER = Pattern.compile(
            "[\"']([A-Za-z][A-Za-z0-9_. -]{0,63})[\"'][ \\t]*:[ \\t]*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s,}\\]\"']+)");

    /** More in one text, and its digests would be many times as long as the text. */
    static final int MOST = 1_000;

    private final SecretNames names;
    private final List<Form> forms;

    SecretText(SecretNames names, List<String> patterns) {
        this.names = names;
        this.forms = new ArrayList<>(FORMS);
        patterns.forEach(pattern -> forms.add(new Form(text -> true, compile(pattern), 0)));
    }

    /** @param hints one of them is part of whatever the pattern matches */
    private static Form form(String hints, String pattern, int group) {
        String[] each = hints.split("\\|", -1);
        Predicate<String> possible = text -> {
            for (String hint : each) {
                if (text.contains(hint)) {
                    return true;
                }
            }
            return false;
        };
        return new Form(possible, Pattern.compile(pattern), group);
    }

    // Whether "bearer" or "basic" is part of the text, in whatever case.
    private static boolean namesScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) | 0x20) == 'b'
                    && (text.regionMatches(true, i, "bearer", 0, 6) || text.regionMatches(true, i, "basic", 0, 5))) {
                return true;
            }
        }
        return false;
    }

    static Pattern compile(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            if (compiled.matches("")) {
                throw new IllegalArgumentException("a redaction pattern must not match the empty string");
            }
            return compiled;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a redaction pattern is not an RE2 pattern: " + e.getDescription(), e);
        }
    }

    /** The text with what has the form of a secret replaced; the same instance where nothing has; null for too many. */
    @Nullable String withoutForms(String text, UnaryOperator<String> replacement) {
        @Nullable String current = text;
        for (Form form : forms) {
            if (current != null && form.possible.test(current)) {
                current = replace(current, form.pattern.matcher(current), form.group, "", replacement);
            }
        }
        return current;
    }

    /** The text with what follows a secret-looking name replaced; the same instance where nothing does; null for too many. */
    @Nullable String withoutNamed(String text, UnaryOperator<String> replacement) {
        @Nullable String current = text;
        if (current.indexOf('=') >= 0) {
            current = replace(current, ASSIGNMENT.matcher(current), 2, "named", replacement);
        }
        if (current != null && current.indexOf(':') >= 0) {
            current = replace(current, MEMBER.matcher(current), 2, "named", replacement);
        }
        if (current != null && current.indexOf(':') >= 0) {
            current = replace(current, HEADER.matcher(current), 2, "named", replacement);
        }
        return current;
    }

    private @Nullable String replace(
            String text, Matcher matcher, int group, String named, UnaryOperator<String> replacement) {
        StringBuilder out = null;
        int done = 0;
        int count = 0;
        while (matcher.find()) {
            String found = matcher.group(group);
            if (found == null
                    || found.startsWith(Redactor.PREFIX)
                    || !named.isEmpty() && !names.isSecret(matcher.group(1), new JsonString(found))) {
                continue;
            }
            if (++count > MOST) {
                return null;
            }
            out = out == null ? new StringBuilder() : out;
            out.append(text, done, matcher.start(group)).append(quoted(found, replacement));
            done = matcher.end(group);
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    // Quotes stay outside, so that the digest is the one of the value.
    private static String quoted(String found, UnaryOperator<String> replacement) {
        char quote = found.charAt(0);
        boolean quoted =
                found.length() > 2 && (quote == '"' || quote == '\'') && found.charAt(found.length() - 1) == quote;
        return quoted
                ? quote + replacement.apply(found.substring(1, found.length() - 1)) + quote
                : replacement.apply(found);
    }
}
