package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2Test {

    @SuppressWarnings("NullAway.Init")
    Entrance entrance;

    @SuppressWarnings("NullAway.Init")
    HttpClient client;

    @BeforeEach
    void start() throws Exception {
        entrance = new Entrance(settings -> settings);
        client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
        // As if every name was re-bound to this machine.
        client.setSocketAddressResolver((host, port, context, promise) ->
                promise.succeeded(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        entrance.close();
    }

    private Request call(String tool) {
        return call("127.0.0.1", tool);
    }

    private Request call(String host, String tool) {
        return base(host)
                .headers(headers -> headers.put("Mcp-Method", "tools/call").put("Mcp-Name", tool))
                .body(new StringRequestContent(
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                                + "\",\"_meta\":" + Wanted.META + "}}"));
    }

    private Request base(String host) {
        return client.newRequest("http://" + host + ":" + entrance.port() + "/s/files/mcp")
                .method("POST")
                .headers(headers -> headers.put("Accept", "application/json, text/event-stream")
                        .put("Authorization", "Bearer " + entrance.token)
                        .put("MCP-Protocol-Version", "2026-07-28"));
    }

    @Test
    void a_request_passes_with_prior_knowledge() throws Exception {
        ContentResponse answer = call("echo").send();
        assertThat(answer.getVersion()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsString()).contains("echo");
        assertThat(answer.getHeaders().get("Server")).isNull();
    }

    @Test
    void a_stream_passes() throws Exception {
        ContentResponse answer = call("progress").send();
        assertThat(answer.getHeaders().get("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.getContentAsString()).contains("\"one\"", "\"two\"", "done");
    }

    @Test
    void a_foreign_authority_is_refused() throws Exception {
        ContentResponse answer = call("evil.example", "echo").send();
        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getContentAsString()).contains("http.host");
    }

    @Test
    void a_host_that_contradicts_the_authority_is_refused() throws Exception {
        ContentResponse answer = call("echo")
                .headers(headers -> headers.put("Host", "localhost:" + entrance.port()))
                .send();
        assertThat(answer.getStatus()).isEqualTo(400);
    }

    @Test
    void without_a_token_nobody_is_let_in() throws Exception {
        ContentResponse answer =
                call("echo").headers(headers -> headers.remove("Authorization")).send();
        assertThat(answer.getStatus()).isEqualTo(401);
    }

    @Test
    void a_stream_that_is_reset_cancels_its_request_and_no_other() throws Exception {
        var first = new CompletableFuture<Result>();
        var second = new CompletableFuture<String>();
        Request wait = call("wait");
        wait.send(first::complete);
        Request other = call("wait");
        Thread.startVirtualThread(() -> {
            try {
                second.complete(other.send().getContentAsString());
            } catch (Exception e) {
                second.completeExceptionally(e);
            }
        });
        entrance.conversations.waiting.acquire(2);
        var aborted = wait.abort(new Exception("no longer wanted"));
        assertThat(aborted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(first.get(20, TimeUnit.SECONDS).isFailed()).isTrue();
        entrance.conversations.proceed.countDown();
        assertThat(second.get(20, TimeUnit.SECONDS)).contains("waited");
        assertThat(entrance.conversations.interrupted.tryAcquire()).isFalse();
    }
}
