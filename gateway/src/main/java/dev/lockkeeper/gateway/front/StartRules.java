package dev.lockkeeper.gateway.front;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What must hold before the entrance listens. */
final class StartRules {

    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");

    private StartRules() {}

    static void check(HttpSettings settings, boolean authenticates) throws EntranceRefused {
        for (String host : settings.allowedHosts()) {
            if (Authority.parse(host).isEmpty()) {
                throw new EntranceRefused(
                        "An entry of the allowed hosts is not NAME or NAME:PORT; wildcards are not taken, since they"
                                + " would let any web page in.");
            }
        }
        for (String origin : settings.allowedOrigins()) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new EntranceRefused(
                        "An entry of the allowed origins is not SCHEME://NAME or SCHEME://NAME:PORT in lower case.");
            }
        }
        if (loopback(settings.host())) {
            return;
        }
        if (!authenticates) {
            throw new EntranceRefused(
                    "A listener beyond loopback needs authentication; make a token with: lockkeeper token new NAME");
        }
        if (settings.tls() == null && !settings.plaintextBehindProxy()) {
            throw new EntranceRefused("A listener beyond loopback needs TLS; give it a certificate, or say that a proxy"
                    + " in front ends TLS.");
        }
    }

    /** Whether every address of this name is a loopback address. */
    static boolean loopback(String host) throws EntranceRefused {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new EntranceRefused("The host to listen on is not known.", e);
        }
    }
}
