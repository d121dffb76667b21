package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.policy.PolicySettings;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VisibleNameTest {

    @Property
    void no_two_servers_can_claim_one_name(
            @ForAll("names") String server,
            @ForAll("tools") String tool,
            @ForAll("names") String other,
            @ForAll("tools") String another) {
        if (!server.equals(other)) {
            assertThat(new VisibleName(server, tool).text()).isNotEqualTo(new VisibleName(other, another).text());
        }
    }

    @Property
    void a_name_is_taken_apart_as_it_was_put_together(@ForAll("names") String server, @ForAll("tools") String tool) {
        var name = new VisibleName(server, tool);
        assertThat(VisibleName.of(name.text())).contains(name);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab_-")
                .ofMinLength(1)
                .ofMaxLength(5)
                .filter(name -> name.matches(PolicySettings.SERVER));
    }

    @Provide
    Arbitrary<String> tools() {
        return Arbitraries.strings().withChars("ab_-").ofMinLength(1).ofMaxLength(5);
    }
}
