package dev.lockkeeper.gateway.config;

import dev.lockkeeper.audit.SecretJudge;
import dev.lockkeeper.yaml.Checked;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a server's URL and headers may be. */
final class RemoteRules {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name",
            "accept",
            "content-type",
            "origin");
    private static final Set<String> SECRET_WORDS = Set.of(
            "authorization",
            "cookie",
            "token",
            "secret",
            "key",
            "apikey",
            "password",
            "passwd",
            "credential",
            "signature",
            "sig");

    private RemoteRules() {}

    static void checkUrl(String url, Checked.Report report) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            report.problem("url", "This is not a URL.");
            return;
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(host))) {
            report.problem("url", "url is https, or http on 127.0.0.1, [::1] or localhost.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            report.problem("url", "url has no user information and no fragment.");
        }
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (Arrays.stream(query.split("&")).anyMatch(member -> secret(member.split("=", 2)[0]))) {
            report.problem(
                    "url", "url holds a secret in its query; send it as a header: Authorization: Bearer env:NAME.");
        }
    }

    static void checkHeaders(Map<String, String> headers, Checked.Report report) {
        headers.forEach((name, value) -> {
            if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
                report.problem("headers/" + name, "This header is the gateway's own; remove it.");
            }
            if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                report.problem("headers/" + name, "The value has a character that HTTP does not carry.");
            }
            if (HeaderReference.of(value).isEmpty()
                    && (secret(name) || SecretJudge.inText(value) || value.contains("env:"))) {
                report.problem(
                        "headers/" + name,
                        "A secret does not stand in this file; name an environment variable: env:NAME, or Bearer env:NAME.");
            }
        });
    }

    /** Whether a name, taken apart at - and _, has a word that stands for a secret. */
    static boolean secret(String name) {
        for (String word : name.toLowerCase(Locale.ROOT).split("[-_.]")) {
            if (SECRET_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
