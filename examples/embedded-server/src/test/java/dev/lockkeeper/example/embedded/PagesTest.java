package dev.lockkeeper.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.embed.GrantedCall;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {

    @Test
    void only_addresses_that_were_judged_are_connected_to() throws Exception {
        try (var canary = new Canary()) {
            assertThatThrownBy(() -> new Pages().call(call(canary, "203.0.113.7")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not judged");
            assertThat(canary.asked()).isEmpty();
            assertThat(new Pages().call(call(canary, "127.0.0.1")).text()).contains("Welcome");
        }
    }

    @Test
    void without_addresses_nothing_is_connected_to() throws Exception {
        try (var canary = new Canary()) {
            var call = new GrantedCall(arguments(canary), JsonObject.EMPTY, "");
            assertThatThrownBy(() -> new Pages().call(call)).isInstanceOf(IOException.class);
            assertThat(canary.asked()).isEmpty();
        }
    }

    private static GrantedCall call(Canary canary, String address) {
        JsonObject facts = JsonObject.EMPTY.with("addresses", JsonArray.ofStrings(List.of(address)));
        return new GrantedCall(arguments(canary), JsonObject.EMPTY.with("/url", facts), "");
    }

    private static JsonObject arguments(Canary canary) {
        return JsonObject.EMPTY.with("url", "http://127.0.0.1:" + canary.port() + "/");
    }
}
