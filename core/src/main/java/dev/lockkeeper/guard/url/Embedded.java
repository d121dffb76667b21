package dev.lockkeeper.guard.url;

import java.util.List;

/** The IPv4 addresses that lie within IPv6 addresses, where gateways and operating systems send packets on to them. */
final class Embedded {

    private static final long NAT64 = 0x0064_ff9b_0000_0000L;
    private static final long LOCAL_NAT64 = 0x0064_ff9b_0001L;
    private static final long TEREDO = 0x2001_0000L;
    private static final long SIX_TO_FOUR = 0x2002L;
    private static final long ISATAP = 0x5efeL;
    private static final long UNIVERSAL = 0x0200_0000L;

    private Embedded() {}

    static List<IpAddress> in(IpAddress address) {
        long high = address.high();
        long low = address.low();
        long upper = low >>> 32;
        if (address.v4()) {
            return List.of();
        }
        if (high == 0) {
            // Compatible (RFC 4291, 2.5.5.1), mapped (2.5.5.2) and translated (RFC 6145).
            boolean compatible = upper == 0 && low > 1;
            return compatible || upper == 0xffffL || upper == 0xffff_0000L ? List.of(IpAddress.v4(low)) : List.of();
        }
        if (high == NAT64 && upper == 0) {
            return List.of(IpAddress.v4(low));
        }
        if (high >>> 16 == LOCAL_NAT64) {
            // RFC 8215 leaves the length open; 96 and 48 are in use (RFC 6052, 2.2).
            boolean whole = (high & 0xffff) == 0 && upper == 0;
            return List.of(IpAddress.v4(whole ? low : (high & 0xffff) << 16 | low >>> 40 & 0xffff));
        }
        if (high >>> 48 == SIX_TO_FOUR) {
            return List.of(IpAddress.v4(high >>> 16));
        }
        if (high >>> 32 == TEREDO) {
            // The server, and the client with all bits turned over (RFC 4380, section 4).
            return List.of(IpAddress.v4(high), IpAddress.v4(~low));
        }
        return (upper & ~UNIVERSAL) == ISATAP ? List.of(IpAddress.v4(low)) : List.of();
    }
}
