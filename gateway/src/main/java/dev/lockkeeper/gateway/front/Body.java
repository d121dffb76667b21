package dev.lockkeeper.gateway.front;

import dev.lockkeeper.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a request's body whole, within a size and a time. */
final class Body {

    private Body() {}

    static byte[] read(Request request, int most, Duration timeout) throws HttpRefused, IOException {
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        var arrived = new Semaphore(0);
        var body = new ByteArrayOutputStream((int) Math.max(256, Math.min(request.getLength(), 64 << 10)));
        while (true) {
            if (System.nanoTime() - deadline > 0) {
                throw late();
            }
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release));
                await(arrived, deadline);
                continue;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw failure(chunk.getFailure());
            }
            boolean fits = take(chunk, body, most);
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits) {
                throw tooLarge(most);
            }
            if (last) {
                return body.toByteArray();
            }
        }
    }

    private static boolean take(Content.Chunk chunk, ByteArrayOutputStream body, int most) {
        ByteBuffer bytes = chunk.getByteBuffer();
        if (bytes.remaining() > most - body.size()) {
            return false;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        body.writeBytes(copy);
        return true;
    }

    private static void await(Semaphore arrived, long deadline) throws HttpRefused, IOException {
        try {
            if (!arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading a body", e);
        }
    }

    private static HttpRefused failure(Throwable failure) throws IOException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return late();
            }
            if (cause instanceof HttpException) {
                return HttpRefused.badRequest("The body is not well-formed HTTP.");
            }
        }
        throw failure instanceof IOException gone ? gone : new IOException(failure);
    }

    private static HttpRefused tooLarge(int most) {
        return new HttpRefused(413, Reason.JSON_TOO_LARGE, "The message is larger than " + most + " bytes.");
    }

    private static HttpRefused late() {
        return new HttpRefused(408, Reason.HTTP_TIMEOUT, "The body took too long to arrive.");
    }
}
