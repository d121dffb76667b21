package dev.lockkeeper.gateway.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes an answer, waiting for the peer no longer than agreed. Used by one thread at a time. */
final class Output {

    private final Response response;
    private final Duration timeout;

    Output(Response response, Duration timeout) {
        this.response = response;
        this.timeout = timeout;
    }

    /** An answer without a body. */
    void empty(int status) throws IOException {
        response.setStatus(status);
        write(true, ByteBuffer.allocate(0));
    }

    /** A whole answer. */
    void whole(int status, String type, ByteBuffer body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put("Content-Type", type);
        response.getHeaders().put("Content-Length", body.remaining());
        write(true, body);
    }

    void write(boolean last, ByteBuffer bytes) throws IOException {
        var written = new Callback.Completable();
        response.write(last, bytes, written);
        try {
            written.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the peer went away", e);
        } catch (TimeoutException e) {
            throw new IOException("the peer does not read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    Response response() {
        return response;
    }
}
