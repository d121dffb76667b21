package dev.lockkeeper.gateway.upstream;

import java.io.IOException;

/** A stream breaks a bound and is not read any further. The message is for the log and quotes nothing of the stream. */
final class StreamRefused extends IOException {

    private static final long serialVersionUID = 1L;

    StreamRefused(String message) {
        super(message);
    }
}
