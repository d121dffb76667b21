package dev.lockkeeper.guard.url;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names that lead into a private network, or to a metadata service, wherever they are resolved. */
final class SpecialNames {

    private static final Set<String> METADATA = Set.of(
            "metadata",
            "metadata.google.internal",
            "metadata.goog",
            "instance-data",
            "instance-data.ec2.internal",
            "metadata.azure.internal",
            "metadata.packet.net",
            "metadata.platformequinix.com",
            "metadata.tencentyun.com",
            "metadata.nextgen.tencentyun.com",
            "rancher-metadata",
            "rancher-metadata.rancher.internal",
            "metadata.oraclecloud.internal",
            "metadata.service.networklayer.com",
            "api.metadata.cloud.ibm.com");

    /** Top-level domains that are in no public root: RFC 6761, RFC 6762 (appendix G), RFC 8375, and usage. */
    private static final Set<String> LOCAL = Set.of(
            "localhost",
            "local",
            "localdomain",
            "localdomain4",
            "localdomain6",
            "localhost4",
            "localhost6",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "home.arpa",
            "in-addr.arpa",
            "ip6.arpa",
            "test",
            "invalid",
            "example",
            "onion",
            "alt",
            // Public names whose very purpose is an address of a private network.
            "nip.io",
            "sslip.io",
            "xip.io",
            "xip.name",
            "localtest.me",
            "lvh.me",
            "vcap.me",
            "lacolhost.com",
            "localho.st",
            "local.gd",
            "traefik.me",
            "lndo.site",
            "ddev.site",
            "1u.ms",
            "rbndr.us",
            "rebind.it");

    private SpecialNames() {}

    static boolean isMetadata(String name) {
        return METADATA.contains(name);
    }

    /**
     * {@link AddressKind#PUBLIC} where the form of the name tells nothing against it.
     *
     * @param name in lower case, without a dot at its end
     */
    static AddressKind of(String name) {
        if (METADATA.contains(name)) {
            return AddressKind.METADATA;
        }
        boolean single = true;
        for (int label = 0; label >= 0; ) {
            if (LOCAL.contains(name.substring(label))) {
                return AddressKind.PRIVATE;
            }
            IpAddress inner = quad(name, label);
            AddressKind kind = inner == null ? AddressKind.PUBLIC : AddressKind.of(inner);
            if (kind != AddressKind.PUBLIC) {
                return kind;
            }
            int dot = name.indexOf('.', label);
            single &= dot < 0;
            label = dot < 0 ? -1 : dot + 1;
        }
        // Without a dot it is a name of this network, whatever the search list of the resolver makes of it.
        return single ? AddressKind.PRIVATE : AddressKind.PUBLIC;
    }

    /** The address that four labels spell, as in 10.0.0.1.example.com. */
    private static @Nullable IpAddress quad(String name, int from) {
        if (!IpAddress.isDigit(name.charAt(from))) {
            return null;
        }
        int end = from;
        for (int dots = 0; dots < 4; dots++) {
            int dot = name.indexOf('.', end);
            if (dot < 0) {
                return null;
            }
            end = dot + 1;
        }
        return IpAddress.parse4(name, from, end - 1);
    }
}
