package dev.lockkeeper.guard.result;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a link leads, as a browser reads it: without entities, escapes and the blanks that the WHATWG URL Standard
 * removes.
 *
 * @param url the link without them; absolute where it has a host
 * @param scheme in lower case; empty where the link is relative
 * @param host in lower case, as it is written; empty where there is none
 * @param rest what follows the host and its port, or the scheme where there is no host
 */
record Target(String url, String scheme, String host, String rest) {

    private static final Set<String> SPECIAL = Set.of("http", "https", "ws", "wss", "ftp");

    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("colon", ":"),
            Map.entry("sol", "/"),
            Map.entry("bsol", "\\"),
            Map.entry("period", "."),
            Map.entry("quest", "?"),
            Map.entry("equals", "="),
            Map.entry("num", "#"),
            Map.entry("percnt", "%"),
            Map.entry("commat", "@"),
            Map.entry("lpar", "("),
            Map.entry("rpar", ")"),
            Map.entry("lowbar", "_"),
            Map.entry("hyphen", "-"),
            Map.entry("Tab", ""),
            Map.entry("NewLine", ""),
            Map.entry("nbsp", ""),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("lcub", "{"),
            Map.entry("rcub", "}"),
            Map.entry("excl", "!"));

    private static final int LONGEST_ENTITY = 10;

    static Target of(String written) {
        String url = plain(written);
        int colon = scheme(url);
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        int at = colon + 1;
        boolean special = SPECIAL.contains(scheme);
        int slashes = at;
        while (slashes < url.length() && (url.charAt(slashes) == '/' || url.charAt(slashes) == '\\')) {
            slashes++;
        }
        boolean hosted = special || slashes - at >= 2;
        boolean bare = colon < 0 && Chars.goesOn(url, 0, "www.");
        if (!hosted && !bare) {
            return new Target(url, scheme, "", url.substring(at));
        }
        int from = bare ? 0 : special || colon < 0 ? slashes : at + 2;
        int to = from;
        while (to < url.length() && "/\\?#".indexOf(url.charAt(to)) < 0) {
            to++;
        }
        String real = scheme.isEmpty() ? "https" : scheme;
        String rest = url.substring(to);
        return new Target(real + "://" + url.substring(from, to) + rest, real, host(url.substring(from, to)), rest);
    }

    /** Whether a client speaks to the host. */
    boolean isRemote() {
        return SPECIAL.contains(scheme) && !host.isEmpty();
    }

    private static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
        return (port > 0 ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    private static int scheme(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            if (!Chars.isLetter(c) && (i == 0 || !Chars.isDigit(c) && c != '+' && c != '-' && c != '.')) {
                return -1;
            }
        }
        return -1;
    }

    private static String plain(String written) {
        if (isPlain(written)) {
            return written;
        }
        var out = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '&') {
                i = entity(written, i, out);
            } else if (c > ' ' && c != '<' && c != '>' && (c != '\\' || !isPunctuation(Chars.at(written, i + 1)))) {
                out.append(c);
            } else if (c == ' ' && !out.isEmpty()) {
                out.append("%20");
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String written) {
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c <= ' ' || c == '&' || c == '\\' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Chars.isLetter(c) && !Chars.isDigit(c) && c != '\\' && c != '/';
    }

    private static int entity(String written, int from, StringBuilder out) {
        boolean number = Chars.at(written, from + 1) == '#';
        boolean hex = number && (Chars.at(written, from + 2) | 0x20) == 'x';
        int start = from + (hex ? 3 : number ? 2 : 1);
        int end = start;
        while (end - from < LONGEST_ENTITY
                && (number
                        ? Character.digit(Chars.at(written, end), hex ? 16 : 10) >= 0
                        : Chars.isLetter(Chars.at(written, end)))) {
            end++;
        }
        boolean closed = Chars.at(written, end) == ';';
        if (number && end > start) {
            int code = Integer.parseInt(written, start, end, hex ? 16 : 10);
            if (code > ' ' && code < 0x110000) {
                out.appendCodePoint(code);
            }
            return closed ? end : end - 1;
        }
        String named = closed ? ENTITIES.get(written.substring(start, end)) : null;
        out.append(named == null ? "&" : named);
        return named == null ? from : end;
    }
}
