package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of the special-purpose ranges: the first and the last address of each, and their neighbours. */
class AddressKindTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, UNSPECIFIED",
        "0.255.255.255, UNSPECIFIED",
        "1.0.0.0, PUBLIC",
        "9.255.255.255, PUBLIC",
        "10.0.0.0, PRIVATE",
        "10.255.255.255, PRIVATE",
        "11.0.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.64.0.0, CARRIER_NAT",
        "100.127.255.255, CARRIER_NAT",
        "100.128.0.0, PUBLIC",
        "126.255.255.255, PUBLIC",
        "127.0.0.0, LOOPBACK",
        "127.255.255.255, LOOPBACK",
        "128.0.0.0, PUBLIC",
        "169.253.255.255, PUBLIC",
        "169.254.0.0, LINK_LOCAL",
        "169.254.255.255, LINK_LOCAL",
        "169.255.0.0, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.16.0.0, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, PUBLIC",
        "192.0.0.0, RESERVED",
        "192.0.0.255, RESERVED",
        "192.0.1.0, PUBLIC",
        "192.0.2.0, DOCUMENTATION",
        "192.0.3.0, PUBLIC",
        "192.88.98.255, PUBLIC",
        "192.88.99.0, TRANSITION",
        "192.167.255.255, PUBLIC",
        "192.168.0.0, PRIVATE",
        "192.168.255.255, PRIVATE",
        "192.169.0.0, PUBLIC",
        "198.17.255.255, PUBLIC",
        "198.18.0.0, BENCHMARK",
        "198.19.255.255, BENCHMARK",
        "198.20.0.0, PUBLIC",
        "198.51.99.255, PUBLIC",
        "198.51.100.0, DOCUMENTATION",
        "198.51.101.0, PUBLIC",
        "203.0.112.255, PUBLIC",
        "203.0.113.255, DOCUMENTATION",
        "203.0.114.0, PUBLIC",
        "223.255.255.255, PUBLIC",
        "224.0.0.0, MULTICAST",
        "239.255.255.255, MULTICAST",
        "240.0.0.0, RESERVED",
        "255.255.255.255, RESERVED",
        "169.254.169.254, METADATA",
        "169.254.170.2, METADATA",
        "168.63.129.16, METADATA",
        "168.63.129.17, PUBLIC",
        "192.0.0.192, METADATA",
        "100.100.100.200, METADATA",
        "fd00:ec2::254, METADATA",
        "::, UNSPECIFIED",
        "::1, LOOPBACK",
        "::2, TRANSITION",
        "::ffff:8.8.8.8, TRANSITION",
        "64:ff9b::8.8.8.8, PUBLIC",
        "64:ff9b:0:1::, RESERVED",
        "64:ff9b:1::1, TRANSITION",
        "100::1, RESERVED",
        "1fff:ffff::, RESERVED",
        "2000::, PUBLIC",
        "2001::1, TRANSITION",
        "2001:1::1, RESERVED",
        "2001:2::1, BENCHMARK",
        "2001:1ff:ffff::, RESERVED",
        "2001:200::, PUBLIC",
        "2001:db7:ffff::, PUBLIC",
        "2001:db8::, DOCUMENTATION",
        "2001:db9::, PUBLIC",
        "2002::, TRANSITION",
        "2003::, PUBLIC",
        "3ffe:ffff::, PUBLIC",
        "3fff::, DOCUMENTATION",
        "3fff:fff:ffff::, DOCUMENTATION",
        "3fff:1000::, PUBLIC",
        "4000::, RESERVED",
        "5f00::1, RESERVED",
        "fbff::, RESERVED",
        "fc00::, UNIQUE_LOCAL",
        "fdff::, UNIQUE_LOCAL",
        "fe00::, RESERVED",
        "fe80::, LINK_LOCAL",
        "febf::, LINK_LOCAL",
        "fec0::, PRIVATE",
        "ff00::, MULTICAST",
        "ffff::, MULTICAST",
    })
    void ranges(String address, AddressKind kind) {
        assertThat(AddressKind.of(address(address))).isEqualTo(kind);
    }

    @Test
    void a_metadata_service_is_reached_only_if_it_is_named_by_itself() {
        var wide = new AddressRules(List.of("169.254.0.0/16", "100.64.0.0/10"));
        assertThat(wide.judge(address("169.254.1.1"))).isEqualTo(AddressKind.PUBLIC);
        assertThat(wide.judge(address("169.254.169.254"))).isEqualTo(AddressKind.METADATA);
        assertThat(wide.judge(address("100.100.100.200"))).isEqualTo(AddressKind.METADATA);
        assertThat(new AddressRules(List.of("169.254.169.254")).judge(address("169.254.169.254")))
                .isEqualTo(AddressKind.PUBLIC);
    }

    @Test
    void an_address_within_another_must_be_permitted_as_well() {
        var rules = new AddressRules(List.of("::ffff:0:0/96", "10.0.0.0/8"));
        assertThat(rules.judge(address("::ffff:10.0.0.1"))).isEqualTo(AddressKind.PUBLIC);
        assertThat(rules.judge(address("::ffff:127.0.0.1"))).isEqualTo(AddressKind.LOOPBACK);
        assertThat(rules.judge(address("64:ff9b::10.0.0.1"))).isEqualTo(AddressKind.PUBLIC);
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
