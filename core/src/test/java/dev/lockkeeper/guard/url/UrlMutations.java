package dev.lockkeeper.guard.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** URLs that are almost ones: seeds with a few changes of the kind that parsers disagree on. The same for each seed. */
public final class UrlMutations {

    private static final List<String> SCHEMES = List.of("https://", "http://", "HTTP://", "ws://", "wss://", "ftp://");
    private static final List<String> HOSTS = List.of(
            "example.com",
            "a.b.example.org",
            "EXAMPLE.com",
            "b\u00fccher.de",
            "xn--bcher-kva.de",
            "93.184.216.34",
            "127.0.0.1",
            "10.0.0.1",
            "[2606:4700::1111]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "169.254.169.254",
            "[64:ff9b::808:808]",
            "r3---sn.example.com",
            "1.example.com",
            "[2606:4700:0:0:0:0:0:1111]");
    private static final List<String> PORTS = List.of("", "", "", ":80", ":443", ":8080", ":65535", ":1");
    private static final List<String> RESTS = List.of(
            "",
            "/",
            "/a/b",
            "/a%20b",
            "?q=1",
            "/?q=1#f",
            "#f",
            "/@x",
            "/a:b",
            "/a;b=1/c,d",
            "/x?u=https://example.org/",
            "/%E2%82%AC",
            "/~a!$&'()*+",
            "//a");
    private static final List<String> PIECES = List.of(
            ":",
            "/",
            "//",
            "\\",
            "?",
            "#",
            "@",
            ".",
            "..",
            "%",
            "%2e",
            "%2F",
            "%40",
            "%00",
            "%25",
            "[",
            "]",
            " ",
            "\t",
            "\n",
            "\r",
            "\0",
            "-",
            "_",
            "0",
            "0x",
            "1",
            "255",
            "256",
            ";",
            ",",
            "&",
            "=",
            "+",
            "!",
            "\u3002",
            "\uff0e",
            "\uff11",
            "\u00ad",
            "\u200b",
            "\u200d",
            "\u00df",
            "\u0430",
            "\u00e9",
            "e\u0301",
            "xn--",
            "\u2100",
            "\ud800",
            "user@",
            "127.0.0.1",
            "localhost",
            ":443",
            ":080",
            "::",
            "%31",
            "a",
            "Z",
            "\u212a",
            "\u017f",
            "\ufeff",
            "|",
            "^");

    private UrlMutations() {}

    /** So many URLs, of which some are as they should be. */
    public static List<String> of(long seed, int count) {
        var random = new Random(seed);
        List<String> urls = new ArrayList<>(count);
        while (urls.size() < count) {
            var url = new StringBuilder(pick(random, SCHEMES))
                    .append(pick(random, HOSTS))
                    .append(pick(random, PORTS))
                    .append(pick(random, RESTS));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                change(random, url);
            }
            urls.add(url.toString());
        }
        return urls;
    }

    private static void change(Random random, StringBuilder url) {
        int at = random.nextInt(url.length() + 1);
        switch (random.nextInt(4)) {
            case 0, 1 -> url.insert(at, pick(random, PIECES));
            case 2 -> url.delete(at, Math.min(url.length(), at + 1 + random.nextInt(2)));
            default -> url.replace(at, Math.min(url.length(), at + 1), pick(random, PIECES));
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
