package dev.lockkeeper.gateway.upstream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * A response as it comes in. It can be read from its header on, and what is not read is not fetched; but a success in
 * JSON is read to its end, or to a bound, before who waits for it is woken, since waking costs more than reading what is
 * mostly there. Never blocks who brings it.
 */
final class Arrival implements Response.Listener, AutoCloseable {

    private final int most;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
    private volatile @Nullable InputStreamResponseListener stream;
    private volatile @Nullable Response response;
    private volatile @Nullable Throwable failure;
    private volatile boolean complete;

    /** @param most how many bytes of a success in JSON are read */
    Arrival(int most) {
        this.most = most;
    }

    @Override
    public void onHeaders(Response head) {
        response = head;
        if (head.getStatus() == 200 && mediaType(head).equals("application/json")) {
            return;
        }
        var reader = new InputStreamResponseListener();
        stream = reader;
        reader.onHeaders(head);
        arrived.countDown();
    }

    /** The media type of a response without parameters, in lower case; empty where there is none. */
    static String mediaType(Response head) {
        String value = head.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (value == null) {
            return "";
        }
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onContent(Response head, Content.Chunk chunk, Runnable demander) {
        InputStreamResponseListener reader = stream;
        if (reader != null) {
            reader.onContent(head, chunk, demander);
        } else if (take(chunk.getByteBuffer())) {
            demander.run();
        } else {
            arrived.countDown();
            var _ = head.abort(new IOException("longer than anybody reads"));
        }
    }

    private boolean take(ByteBuffer bytes) {
        byte[] copy = new byte[Math.min(bytes.remaining(), most - whole.size())];
        bytes.get(copy);
        whole.writeBytes(copy);
        return whole.size() < most;
    }

    @Override
    public void onSuccess(Response head) {
        InputStreamResponseListener reader = stream;
        if (reader != null) {
            reader.onSuccess(head);
        }
    }

    @Override
    public void onFailure(Response head, Throwable cause) {
        InputStreamResponseListener reader = stream;
        if (reader != null) {
            reader.onFailure(head, cause);
        }
    }

    @Override
    public void onComplete(Result result) {
        complete = true;
        InputStreamResponseListener reader = stream;
        if (reader != null) {
            reader.onComplete(result);
        } else if (arrived.getCount() > 0 && result.isFailed()) {
            failure = result.getFailure();
        }
        arrived.countDown();
    }

    /** Whether nothing more comes. */
    boolean complete() {
        return complete;
    }

    /** Waits, as long as the request may take. */
    Response await() throws InterruptedException, Failed {
        arrived.await();
        Throwable cause = failure;
        Response head = response;
        if (cause != null || head == null) {
            throw new Failed(cause == null ? new IOException("the connection ended") : cause);
        }
        return head;
    }

    /** The body; of a success in JSON, at most the bound. */
    InputStream body() {
        InputStreamResponseListener reader = stream;
        return reader == null ? new ByteArrayInputStream(whole.toByteArray()) : reader.getInputStream();
    }

    /** The body to its end, or to this bound. */
    byte[] body(int bytes) throws IOException {
        InputStreamResponseListener reader = stream;
        if (reader != null) {
            return reader.getInputStream().readNBytes(bytes);
        }
        byte[] all = whole.toByteArray();
        return all.length <= bytes ? all : Arrays.copyOf(all, bytes);
    }

    @Override
    public void close() {
        InputStreamResponseListener reader = stream;
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            // Nothing is read from it any more.
        }
    }

    /** There is no response, for the reason that is the cause. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        Failed(Throwable cause) {
            super(cause);
        }
    }
}
