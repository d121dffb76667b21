package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.audit.LogText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The beginning of what a server sent in place of a message, for an operator who wants to know who printed it. */
final class Excerpt {

    static final int MOST_CHARS = 120;

    // More than is shown, so that no secret is cut before it is recognised as one.
    private static final int MOST_READ = 4_096;
    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;?]*+[A-Za-z]");

    private Excerpt() {}

    /** Empty for what seems to be a message, though a broken one: results are written down nowhere. */
    static Optional<String> of(byte[] text) {
        String read = new String(text, 0, Math.min(text.length, MOST_READ), StandardCharsets.UTF_8);
        if (LenientId.in(text) != null || read.contains("\"jsonrpc\"")) {
            return Optional.empty();
        }
        String clean = LogText.withoutSecrets(COLOUR.matcher(read).replaceAll(" "), MOST_READ)
                .strip();
        String shown = ServerLog.escaped(clean);
        return shown.isEmpty() ? Optional.empty() : Optional.of(cut(shown));
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARS) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS);
    }
}
