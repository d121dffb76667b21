package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Compares what the guard found in a URL with what other parsers find. */
public final class UrlFacts {

    private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80, "wss", 443, "ws", 80, "ftp", 21);

    private UrlFacts() {}

    /** The host of the decision: an ASCII name, or an address without brackets. */
    public static String host(Assessment.Fit fit) {
        return text(fit, "host");
    }

    public static String scheme(Assessment.Fit fit) {
        return text(fit, "scheme");
    }

    public static int port(Assessment.Fit fit) {
        return Integer.parseInt(Objects.requireNonNull(fit.facts().get("port")).text());
    }

    public static int standardPort(Assessment.Fit fit) {
        return Objects.requireNonNull(PORTS.get(scheme(fit)));
    }

    /** Whether the JDK has nothing against the host, if it is an address, and it is not this machine by name. */
    public static boolean isPublic(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return false;
        }
        if (!host.contains(":") && host.chars().anyMatch(c -> c != '.' && (c < '0' || c > '9'))) {
            return true;
        }
        InetAddress address = InetAddress.ofLiteral(host);
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress();
    }

    private static String text(Assessment.Fit fit, String name) {
        return Objects.requireNonNull(fit.facts().string(name), name);
    }

    public static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@code java.net.URI} follows RFC 3986 closely enough to be another opinion. It knows no names beyond ASCII. */
    static void assertSameAsUri(String url, Assessment.Fit fit) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new AssertionError("java.net.URI refuses what is allowed: " + url, e);
        }
        assertThat(uri.getScheme()).isEqualToIgnoringCase(scheme(fit));
        assertThat(uri.getRawUserInfo()).as(url).isNull();
        String host = uri.getHost();
        int port = uri.getPort();
        if (host == null) {
            assertThat(url.chars().anyMatch(c -> c >= 0x80))
                    .as("java.net.URI finds no host in %s", url)
                    .isTrue();
            String authority = uri.getRawAuthority();
            int colon = authority.indexOf(':');
            port = colon < 0 ? -1 : Integer.parseInt(authority.substring(colon + 1));
            host = IDN.toASCII(colon < 0 ? authority : authority.substring(0, colon), IDN.ALLOW_UNASSIGNED);
        }
        if (host.startsWith("[")) {
            byte[] theirs = FixedResolver.bytes(unbracketed(host));
            assertThat(FixedResolver.bytes(host(fit))).as(url).isEqualTo(theirs);
        } else {
            assertThat(host.toLowerCase(Locale.ROOT)).as(url).isEqualTo(host(fit));
        }
        assertThat(port < 0 ? standardPort(fit) : port).as(url).isEqualTo(port(fit));
    }
}
