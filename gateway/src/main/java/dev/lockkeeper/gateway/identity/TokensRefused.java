package dev.lockkeeper.gateway.identity;

/** The tokens cannot be read or changed. The message is one sentence for the operator. */
public final class TokensRefused extends Exception {

    private static final long serialVersionUID = 1L;

    public TokensRefused(String message) {
        super(message);
    }

    public TokensRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
