package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import java.nio.charset.StandardCharsets;

/**
 * Judges where a link in a text leads, which somebody may follow: refused is what leads inside of a network, or is
 * written so that it cannot be told. Any public host passes. Names are not resolved. Immutable and thread-safe.
 */
public final class PublicLinks implements ValueGuard {

    private static final int LONGEST = 65_536;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final UrlGuard anywhere = new UrlGuard(
            UrlSettings.DEFAULT
                    .withSchemes("https", "http", "wss", "ws", "ftp")
                    .withHosts("*")
                    .withMost(LONGEST),
            Resolver.NONE);

    @Override
    public Assessment judge(Json value) {
        return value instanceof JsonString(String url) ? judge(url) : anywhere.judge(value);
    }

    private Assessment judge(String url) {
        Assessment assessment = anywhere.judge(encoded(url));
        return assessment instanceof Assessment.Unfit unfit && !leadsAstray(unfit) ? Assessment.fit() : assessment;
    }

    private static boolean leadsAstray(Assessment.Unfit unfit) {
        return switch (unfit.reason()) {
            case URL_PRIVATE_ADDRESS, URL_METADATA, URL_NESTED, URL_AMBIGUOUS, URL_CONFUSABLE, URL_USERINFO -> true;
            default -> false;
        };
    }

    // As a browser sends what stands after the host (WHATWG URL Standard, percent-encode sets).
    private static String encoded(String url) {
        int host = url.indexOf("://");
        int path = host < 0 ? -1 : url.indexOf('/', host + 3);
        if (path < 0 || isAscii(url, path)) {
            return url;
        }
        var out = new StringBuilder(url.length() + 32).append(url, 0, path);
        for (byte b : url.substring(path).getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                out.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static boolean isAscii(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
