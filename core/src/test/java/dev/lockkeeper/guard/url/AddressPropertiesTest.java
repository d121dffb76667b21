package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Addresses against what the JDK makes of them. */
class AddressPropertiesTest {

    private static final AddressRules PUBLIC_ONLY = new AddressRules(List.of());

    @Property(tries = 3000)
    void an_address_is_written_as_it_is_read(@ForAll("addresses") byte[] bytes) {
        var address = IpAddress.of(bytes);
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        assertThat(FixedResolver.bytes(address.toString())).isEqualTo(bytes);
    }

    @Property(tries = 5000)
    void a_text_that_is_read_is_read_as_the_jdk_reads_it(@ForAll("texts") String text) {
        IpAddress address = IpAddress.parse(text);
        if (address != null) {
            assertThat(IpAddress.of(FixedResolver.bytes(text))).as(text).isEqualTo(address);
        }
    }

    @Property(tries = 5000)
    void what_the_jdk_calls_special_is_not_public(@ForAll("addresses") byte[] bytes) throws Exception {
        InetAddress theirs = InetAddress.getByAddress(bytes);
        boolean special = theirs.isAnyLocalAddress()
                || theirs.isLoopbackAddress()
                || theirs.isLinkLocalAddress()
                || theirs.isSiteLocalAddress()
                || theirs.isMulticastAddress();
        if (special) {
            assertThat(PUBLIC_ONLY.judge(IpAddress.of(bytes))).as("%s", theirs).isNotEqualTo(AddressKind.PUBLIC);
        }
    }

    @Property(tries = 3000)
    void what_is_not_public_stays_so_within_an_ipv6_address(@ForAll("quads") byte[] quad) {
        boolean open = PUBLIC_ONLY.judge(IpAddress.of(quad)) == AddressKind.PUBLIC;
        long bits = IpAddress.of(quad).low();
        String hex = Long.toHexString(bits >>> 16) + ":" + Long.toHexString(bits & 0xffff);
        String turned = Long.toHexString(~bits >>> 16 & 0xffff) + ":" + Long.toHexString(~bits & 0xffff);
        for (String text : List.of(
                "::ffff:" + hex,
                "::ffff:0:" + hex,
                "::" + hex,
                "64:ff9b::" + hex,
                "64:ff9b:1::" + hex,
                "2002:" + hex + "::1",
                "2001:0:808:808:0:0:" + turned,
                "2606:4700::5efe:" + hex,
                "2606:4700::200:5efe:" + hex)) {
            IpAddress address = Objects.requireNonNull(IpAddress.parse(text), text);
            if (!open) {
                assertThat(PUBLIC_ONLY.judge(address)).as(text).isNotEqualTo(AddressKind.PUBLIC);
            } else if (text.startsWith("64:ff9b::") || text.startsWith("2606")) {
                assertThat(PUBLIC_ONLY.judge(address)).as(text).isEqualTo(AddressKind.PUBLIC);
            }
        }
    }

    @Property(tries = 3000)
    void a_network_holds_the_addresses_with_its_prefix(
            @ForAll("addresses") byte[] bytes, @ForAll("addresses") byte[] other) {
        int prefix = Math.floorMod(other[other.length - 1], bytes.length * 8 + 1);
        byte[] base = bytes.clone();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            base[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
        }
        var network = Network.of(IpAddress.of(base) + "/" + prefix);
        boolean same = bytes.length == other.length;
        for (int bit = 0; bit < prefix && same; bit++) {
            same = (base[bit / 8] & 0x80 >>> bit % 8) == (other[bit / 8] & 0x80 >>> bit % 8);
        }
        assertThat(network.contains(IpAddress.of(bytes))).isTrue();
        assertThat(network.contains(IpAddress.of(other))).isEqualTo(same);
    }

    /** Often with bytes that begin special ranges. */
    @Provide
    Arbitrary<byte[]> addresses() {
        return Arbitraries.oneOf(quads(), bytes(16));
    }

    @Provide
    Arbitrary<byte[]> quads() {
        return bytes(4);
    }

    private static Arbitrary<byte[]> bytes(int count) {
        Arbitrary<Byte> some = Arbitraries.of(
                        0, 0, 0, 1, 10, 100, 127, 169, 172, 192, 198, 224, 254, 255, 0xfc, 0xfd, 0xfe, 0xff)
                .map(Integer::byteValue);
        return Arbitraries.oneOf(some, Arbitraries.bytes()).array(byte[].class).ofSize(count);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> piece = Arbitraries.of(
                "0", "1", "01", "10", "127", "255", "256", "ffff", "abcd1", "g", ":", "::", ".", ".", ":", "%", "");
        return Combinators.combine(piece.list().ofMaxSize(12), Arbitraries.of("", "1.2.3.4", "::1"))
                .as((pieces, end) -> String.join("", pieces) + end);
    }
}
