package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.mcp.Listing;
import org.junit.jupiter.api.Test;

class ListingsTest {

    private final Listings listings = new Listings();

    @Test
    void a_change_is_noticed_once() {
        assertThat(tool("read", "1")).isTrue();
        assertThat(tool("read", "1")).isFalse();
        assertThat(tool("read", "2")).isTrue();
        assertThat(listings.gone("files", Listing.Kind.TOOLS, "read")).isTrue();
        assertThat(listings.gone("files", Listing.Kind.TOOLS, "read")).isFalse();
    }

    @Test
    void new_names_push_out_what_was_seen_longest_ago_and_nothing_of_another_kind() {
        tool("read", "1");
        for (int i = 0; i < Listings.MOST_ENTRIES; i++) {
            resource("a:" + i);
        }
        assertThat(resource("a:0")).isFalse();
        assertThat(resource("a:new")).isTrue();
        assertThat(resource("a:new")).isFalse();
        assertThat(resource("a:0")).isFalse();
        assertThat(resource("a:1")).isTrue();
        assertThat(tool("read", "1")).isFalse();
    }

    @Test
    void of_a_long_name_only_its_digest_is_kept() {
        String name = "x".repeat(1 << 20);
        assertThat(Listings.remembered(name)).hasSizeLessThanOrEqualTo(128);
        assertThat(resource(name)).isTrue();
        assertThat(resource(name)).isFalse();
        assertThat(resource(name + "y")).isTrue();
    }

    private boolean tool(String name, String digest) {
        return listings.changed("files", Listing.Kind.TOOLS, name, digest);
    }

    private boolean resource(String uri) {
        return listings.changed("files", Listing.Kind.RESOURCES, uri, "digest");
    }
}
