package dev.lockkeeper.guard.url;

import java.util.ArrayList;
import java.util.List;

/**
 * What an address is for, after the registries of special-purpose addresses of IANA (RFC 6890) and the documentation of
 * the clouds. Only {@link #PUBLIC} ones are anybody's.
 */
enum AddressKind {
    PUBLIC,
    METADATA,
    UNSPECIFIED,
    LOOPBACK,
    PRIVATE,
    CARRIER_NAT,
    LINK_LOCAL,
    UNIQUE_LOCAL,
    MULTICAST,
    BENCHMARK,
    DOCUMENTATION,
    TRANSITION,
    RESERVED;

    private record Range(Network network, AddressKind kind) {}

    private static final List<Range> V4 = new ArrayList<>();
    private static final List<Range> V6 = new ArrayList<>();
    private static final Network GLOBAL = Network.of("2000::/3");

    // The first range that holds an address says what it is.
    static {
        // Metadata and credentials of AWS, ECS, EKS, Azure, Oracle, Alibaba, Tencent, Scaleway, Rancher, and others.
        range(METADATA, "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.169.253", "169.254.169.250");
        range(METADATA, "168.63.129.16", "192.0.0.192", "100.100.100.200", "169.254.0.23", "169.254.42.42");
        range(METADATA, "fd00:ec2::254", "fd00:ec2::23", "fd00:ec2::253", "fd20:ce::254", "fd00:42::42");
        range(METADATA, "fe80::a9fe:a9fe", "fd00:c1::a9fe:a9fe");

        range(UNSPECIFIED, "0.0.0.0/8");
        range(LOOPBACK, "127.0.0.0/8");
        range(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
        range(CARRIER_NAT, "100.64.0.0/10");
        range(LINK_LOCAL, "169.254.0.0/16");
        range(BENCHMARK, "198.18.0.0/15");
        range(DOCUMENTATION, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
        range(MULTICAST, "224.0.0.0/4");
        range(TRANSITION, "192.88.99.0/24");
        range(RESERVED, "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "240.0.0.0/4");

        range(UNSPECIFIED, "::");
        range(LOOPBACK, "::1");
        range(TRANSITION, "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2001::/32", "2002::/16");
        range(PUBLIC, "64:ff9b::/96");
        range(UNIQUE_LOCAL, "fc00::/7");
        range(LINK_LOCAL, "fe80::/10");
        range(PRIVATE, "fec0::/10");
        range(MULTICAST, "ff00::/8");
        range(BENCHMARK, "2001:2::/48");
        range(DOCUMENTATION, "2001:db8::/32", "3fff::/20");
        range(RESERVED, "2001::/23", "2001:4:112::/48", "2620:4f:8000::/48");
    }

    private static void range(AddressKind kind, String... networks) {
        for (String text : networks) {
            var network = Network.of(text);
            (network.base().v4() ? V4 : V6).add(new Range(network, kind));
        }
    }

    /** The kind of the address itself, whatever other address it holds. */
    static AddressKind of(IpAddress address) {
        List<Range> ranges = address.v4() ? V4 : V6;
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).network().contains(address)) {
                return ranges.get(i).kind();
            }
        }
        // What IANA has not given out yet is nobody's (RFC 4291, section 4).
        return address.v4() || GLOBAL.contains(address) ? PUBLIC : RESERVED;
    }
}
