package dev.lockkeeper.gateway.upstream;

/** The server does not know the session any more (HTTP status 404). */
final class SessionGone extends Exception {

    private static final long serialVersionUID = 1L;

    SessionGone() {
        super("the server does not know the session any more");
    }
}
