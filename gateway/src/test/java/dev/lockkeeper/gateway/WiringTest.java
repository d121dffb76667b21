package dev.lockkeeper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WiringTest {
    @Test
    void placeholder_replaced_by_the_thin_path() {
        assertThat(dev.lockkeeper.decide.Rulebook.EMPTY.guards()).isEmpty();
    }
}
