package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a schema points at, no connection is opened to follow it. */
class NothingIsFetchedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','$ref':'URL'}",
                "{'type':'object','properties':{'a':{'$ref':'URL#/a'}}}",
                "{'type':'object','$dynamicRef':'URL#a'}",
                "{'type':'object','$schema':'URL'}",
                "{'type':'object','$id':'URL','properties':{'a':{'$ref':'#/properties/b'},'b':{}}}",
                "{'type':'object','id':'URL','properties':{'a':{'$ref':'#/nowhere'}}}",
                "{'type':'object','properties':{'a':{'$id':'URL','$ref':'x'}}}",
                "{'type':'object','$vocabulary':{'URL':true},'unknown':{'$ref':'URL'},'const':{'$ref':'URL'}}",
                "{'type':'object','$schema':'http://json-schema.org/draft-07/schema#','definitions':{'a':{'$ref':'URL'}}}"
            })
    void no_schema_makes_a_connection(String schema) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            String url = "http://127.0.0.1:" + port + "/schema.json";
            var json = (JsonObject) Checkout.json(schema.replace('\'', '"').replace("URL", url));
            try {
                CompiledSchema.input(json, SchemaLimits.DEFAULT, System::nanoTime)
                        .judge(Checkout.json("{\"a\":{}}"), Openness.CLOSED, ValueBounds.DEFAULT);
            } catch (SchemaRefused refused) {
                assertThat(refused.reason().code()).startsWith("schema.");
            }
            assertThat(server.accept()).isNull();
        }
    }
}
