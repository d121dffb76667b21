package dev.lockkeeper.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what stands for a secret and is none: placeholders, references to where a secret is kept, well-known passwords. */
final class Examples {

    /** Parts that nobody draws at random and that say what the value is for. */
    private static final Anchors WORDS = new Anchors(List.of(
            "example",
            "sample",
            "placeholder",
            "changeme",
            "change-me",
            "change_me",
            "your",
            "dummy",
            "fake",
            "redacted",
            "insert",
            "replace",
            "xxxx",
            "****",
            "...",
            "notreal",
            "not-real",
            "not_real",
            "foobar",
            "deadbeef",
            "123456789",
            "abcdefgh",
            "a1b2c3d4"));

    /** Passwords of no worth, as manuals use them, in small letters and without the digits and marks at their ends. */
    private static final Set<String> PASSWORDS = Set.of(
            "password",
            "passwd",
            "pass",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "secretkey",
            "supersecret",
            "topsecret",
            "mysecret",
            "mypassword",
            "mypass",
            "mysecretpassword",
            "yourpassword",
            "userpassword",
            "securepassword",
            "strongpassword",
            "newpassword",
            "oldpassword",
            "dbpassword",
            "token",
            "mytoken",
            "apikey",
            "key",
            "admin",
            "administrator",
            "root",
            "user",
            "username",
            "guest",
            "test",
            "tester",
            "testing",
            "testpass",
            "testpassword",
            "demo",
            "default",
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "mongo",
            "mongodb",
            "redis",
            "rabbitmq",
            "oracle",
            "neo4j",
            "elastic",
            "minio",
            "minioadmin",
            "qwerty",
            "letmein",
            "welcome",
            "changeit",
            "changeme",
            "foo",
            "bar",
            "baz",
            "foobar",
            "abc",
            "hello",
            "none",
            "null",
            "nil",
            "undefined",
            "true",
            "false",
            "string",
            "str",
            "text",
            "value",
            "bool",
            "boolean",
            "int",
            "integer",
            "number",
            "object",
            "bytes",
            "hidden",
            "masked",
            "redacted",
            "empty",
            "required",
            "optional",
            "yes",
            "no",
            "any",
            "env",
            "x",
            "y",
            "z",
            "pw",
            "p",
            "s",
            "db",
            "dev",
            "local",
            "localhost",
            "staging",
            "prod",
            "production",
            "basic",
            "bearer",
            "credentials",
            "credential",
            "session",
            "cookie",
            "github",
            "ghtoken");

    private static final List<String> REFERENCES = List.of(
            "env:",
            "file:",
            "op://",
            "vault:",
            "ref:",
            "ref+",
            "secret:",
            "keyring:",
            "arn:",
            "sm://",
            "aws-sm://",
            "env.",
            "env[",
            "process.",
            "secrets.",
            "os.",
            "var.",
            "self.",
            "this.",
            "config.",
            "settings.");

    private Examples() {}

    /** Whether a value that should be random says of itself that it is not real. */
    static boolean inToken(String text, int from, int to) {
        return WORDS.in(text, from, to);
    }

    /** Whether a value stands for a secret: it is marked as to be filled in, masked, or found elsewhere. */
    static boolean isPlaceholder(String value) {
        if (Placeholder.is(value) || WORDS.in(value, 0, value.length())) {
            return true;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '<' || c == '{' || c == '\u2026' || c == '\u2022' || c == '$' && i == 0) {
                return true;
            }
        }
        if (value.startsWith("%(") || value.startsWith("%") && value.endsWith("%") || value.startsWith("[")) {
            return true;
        }
        for (String reference : REFERENCES) {
            if (value.regionMatches(true, 0, reference, 0, reference.length())) {
                return true;
            }
        }
        return isMask(value);
    }

    /** Whether it is a password of no worth: {@code password}, {@code P@ssw0rd1!}, {@code admin123}. */
    static boolean isWellKnownPassword(String value) {
        int from = 0;
        int to = value.length();
        while (to > from && !isLetter(value.charAt(to - 1))) {
            to--;
        }
        while (from < to && !isLetter(value.charAt(from))) {
            from++;
        }
        if (to - from > 24) {
            return false;
        }
        if (from == to) {
            return value.length() < 4 || !Randomness.isVaried(value);
        }
        String word = value.substring(from, to).toLowerCase(Locale.ROOT);
        return PASSWORDS.contains(word) || PASSWORDS.contains(plain(word));
    }

    // Marks for letters, and what separates words.
    private static String plain(String word) {
        var plain = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '0' -> plain.append('o');
                case '1', '!' -> plain.append('i');
                case '3' -> plain.append('e');
                case '4', '@' -> plain.append('a');
                case '5', '$' -> plain.append('s');
                case '_', '-', '.', ' ' -> {}
                default -> plain.append(c);
            }
        }
        return plain.toString();
    }

    // The same character again and again, or nothing but marks.
    private static boolean isMask(String value) {
        boolean same = true;
        boolean marks = true;
        for (int i = 0; i < value.length(); i++) {
            same &= value.charAt(i) == value.charAt(0);
            marks &= !Character.isLetterOrDigit(value.charAt(i));
        }
        return same && value.length() > 2 || marks && !value.isEmpty();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
