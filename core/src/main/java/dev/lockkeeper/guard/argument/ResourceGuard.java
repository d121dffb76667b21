package dev.lockkeeper.guard.argument;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the URI of a resource by what a server opens for it: a file, a page of the web, or something of its own.
 *
 * @param text judges any URI
 * @param path judges the path of a file; null where nothing is said of paths, and the rules alone decide
 * @param url judges what is opened over the network; null where nothing is said of URLs
 * @param windows whether a path may begin with a drive
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8089">RFC 8089, the file URI scheme</a>
 */
record ResourceGuard(
        ValueGuard text,
        @Nullable ValueGuard path,
        @Nullable ValueGuard url,
        boolean windows) implements ValueGuard {

    private static final int MOST_WRAPS = 4;

    private static final Set<Reason> ASTRAY =
            Set.of(Reason.URL_PRIVATE_ADDRESS, Reason.URL_METADATA, Reason.URL_AMBIGUOUS);

    private static final ValueGuard INSIDE =
            new UrlGuard(UrlSettings.DEFAULT.withSchemes("https").withHosts("*"), Resolver.NONE);

    private static final Set<String> NETWORK = Set.of("http", "https", "ws", "wss", "ftp", "ftps", "sftp");

    @Override
    public Assessment judge(Json value) {
        return judge(value, new Lookups());
    }

    @Override
    public Assessment judge(Json value, Lookups lookups) {
        Assessment plain = text.judge(value);
        if (plain instanceof Assessment.Unfit || !(value instanceof JsonString(String uri))) {
            return plain;
        }
        Assessment opened = opened(uri, lookups, 0);
        return opened == null ? plain : opened;
    }

    /** What is said of the file or the page that the URI, or one within it, opens; null where it opens neither. */
    private @Nullable Assessment opened(String uri, Lookups lookups, int wraps) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        if (scheme.equals("file")) {
            return path == null ? null : file(path, rest);
        }
        if (NETWORK.contains(scheme)) {
            return url == null ? null : url.judge(new JsonString(uri), lookups);
        }
        // jar:file:/a!/b and the like open what stands behind their own scheme.
        if (!scheme.isEmpty() && rest.indexOf(':') > 0 && !rest.startsWith("/")) {
            return wraps == MOST_WRAPS
                    ? Assessment.unfit(Reason.RESOURCE_URI, "A resource URI is not nested so deep.")
                    : opened(rest, lookups, wraps + 1);
        }
        return url == null || !rest.startsWith("//") ? null : inside(rest);
    }

    // Whatever the protocol is, nothing inside of the network is asked for; names are for the server to know.
    private static @Nullable Assessment inside(String rest) {
        int end = 2;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String host = rest.substring(2, end);
        return !isWord(host)
                        && INSIDE.judge(new JsonString("https://" + host + "/")) instanceof Assessment.Unfit unfit
                        && ASTRAY.contains(unfit.reason())
                ? unfit
                : null;
    }

    /** Whether it is a name such as those that servers have for their own things, and no number and no known machine. */
    private static boolean isWord(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return !lower.isEmpty()
                && lower.charAt(0) >= 'a'
                && lower.charAt(0) <= 'z'
                && lower.indexOf('.') < 0
                && lower.indexOf(':') < 0
                && lower.indexOf('@') < 0
                && !lower.equals("localhost")
                && !lower.equals("metadata");
    }

    private Assessment file(ValueGuard path, String rest) {
        String local = rest;
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            if (slash < 0 || !host.isEmpty() && !host.equals("localhost")) {
                return Assessment.unfit(Reason.PATH_FORM, "A file URI names a file of the server's own machine.");
            }
            local = rest.substring(slash);
        }
        if (!local.startsWith("/")) {
            return Assessment.unfit(Reason.PATH_FORM, "A file URI has an absolute path.");
        }
        if (local.indexOf('?') >= 0 || local.indexOf('#') >= 0) {
            return Assessment.unfit(Reason.PATH_FORM, "A file URI has no query and no fragment.");
        }
        String decoded = decoded(local);
        if (decoded == null) {
            return Assessment.unfit(Reason.PATH_ENCODING, "The percent-encoded bytes of a file URI are UTF-8.");
        }
        boolean drive = windows && decoded.length() > 2 && decoded.charAt(0) == '/' && decoded.charAt(2) == ':';
        return path.judge(new JsonString(drive ? decoded.substring(1) : decoded));
    }

    /** The text with its percent-encoded bytes; null where they are none. */
    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(UTF_8);
        var out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                return null;
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
