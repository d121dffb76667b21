package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.reason.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its response, read as a stream. What is not read is not fetched. */
final class HttpCall implements AutoCloseable {

    private final Request request;
    private final Backoff backoff;
    private final Arrival arrival;
    private @Nullable Response response;

    private HttpCall(Request request, Backoff backoff, int most) {
        this.request = request;
        this.backoff = backoff;
        this.arrival = new Arrival(most);
    }

    /**
     * Sends; the request carries its own time limit.
     *
     * @param backoff told whether there was a server
     * @param most how many bytes of a success in JSON are read
     */
    static HttpCall send(Request request, Backoff backoff, int most) {
        var call = new HttpCall(request, backoff, most);
        request.send(call.arrival);
        return call;
    }

    /** Waits for the response's status and headers, and for the whole of a success in JSON. */
    Response head() throws UpstreamFailure, InterruptedException {
        try {
            Response head = arrival.await();
            response = head;
            backoff.succeeded();
            return head;
        } catch (Arrival.Failed e) {
            UpstreamFailure failure = failure(Objects.requireNonNullElse(e.getCause(), e));
            if (failure.reason() == Reason.UPSTREAM_UNAVAILABLE) {
                backoff.failed();
            }
            throw failure;
        }
    }

    InputStream body() {
        return arrival.body();
    }

    /** Reads the body to its end, or to the bound. */
    byte[] body(int most) throws IOException {
        return arrival.body(most);
    }

    /** The media type of the response without parameters, in lower case; empty where there is none. */
    String mediaType() {
        return response == null ? "" : Arrival.mediaType(response);
    }

    // INVARIANT: what a server says of the gateway's own credentials is not for the client, which has others: it would
    // look for the metadata of a resource, and send its token to an issuer, that are not those of the URL it uses.
    /** Whether the response is about the credentials of the request. */
    boolean challenges() {
        return response != null
                && (response.getStatus() == 401
                        || response.getStatus() == 407
                        || response.getHeaders().contains(HttpHeader.WWW_AUTHENTICATE));
    }

    /** Ends the exchange at once, from any thread. */
    void abort() {
        var _ = request.abort(new EOFException("given up"));
    }

    /** Ends the exchange as its time limit would. */
    void expire() {
        var _ = request.abort(new TimeoutException("no answer in time"));
    }

    /** Ends the exchange unless it is complete. */
    @Override
    public void close() {
        arrival.close();
        if (!arrival.complete()) {
            abort();
        }
    }

    /** What went wrong, in terms of this gateway. */
    static UpstreamFailure failure(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof TimeoutException) {
                return Exchange.late();
            }
            if (at instanceof ConnectException
                    || at instanceof SocketTimeoutException
                    || at instanceof UnknownHostException
                    || at instanceof UnresolvedAddressException
                    || at instanceof SSLException) {
                return unavailable(at);
            }
        }
        return new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the connection ended: " + cause.getMessage());
    }

    private static UpstreamFailure unavailable(Throwable cause) {
        return new UpstreamFailure(
                Reason.UPSTREAM_UNAVAILABLE,
                "the server cannot be reached: " + cause.getClass().getSimpleName());
    }
}
