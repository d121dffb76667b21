package dev.lockkeeper.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One client on a connection of its own, with a session of its own where there are sessions. Used by one thread. */
final class Caller implements AutoCloseable {

    private static final byte[] RESULT = "\"result\":".getBytes(StandardCharsets.US_ASCII);
    private static final String FIRST_ID = "0000000000";

    private final Target target;
    private final Connection connection;
    private final String session;
    private final ByteBuffer request;
    private final int idEnd;
    private long calls;

    private Caller(Target target, Connection connection, String session, String tool) {
        this.target = target;
        this.connection = connection;
        this.session = session;
        this.request = target.call(session, tool, FIRST_ID);
        String text = StandardCharsets.ISO_8859_1.decode(request.duplicate()).toString();
        this.idEnd = text.indexOf(FIRST_ID) + FIRST_ID.length();
    }

    static Caller open(Target target, String tool) throws IOException {
        var connection = Connection.open(target.port());
        try {
            return new Caller(target, connection, target.modern() ? "" : begin(target, connection), tool);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Begins a session, and returns its id. */
    static String begin(Target target, Connection connection) throws IOException {
        require(connection.exchange(target.initialize()), 200, connection);
        String id = connection.header("Mcp-Session-Id");
        if (id == null) {
            throw new IOException("no session was begun: " + connection.body());
        }
        require(connection.exchange(target.initialized(id)), 202, connection);
        return id;
    }

    /** Calls once; whether the answer is a result. */
    boolean call() throws IOException {
        // The id differs from call to call, in the same place and of the same length.
        long id = ++calls;
        for (int i = idEnd - 1; i >= idEnd - FIRST_ID.length(); i--) {
            request.put(i, (byte) ('0' + id % 10));
            id /= 10;
        }
        return connection.exchange(request.rewind()) == 200 && connection.bodyHas(RESULT);
    }

    /** The body of the last answer. */
    String answer() {
        return connection.body();
    }

    private static void require(int status, int wanted, Connection connection) throws IOException {
        if (status != wanted) {
            throw new IOException("HTTP status " + status + ": " + connection.body());
        }
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            if (!session.isEmpty()) {
                connection.exchange(target.end(session));
            }
        }
    }
}
