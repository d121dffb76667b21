package dev.lockkeeper.guard.url;

import dev.lockkeeper.reason.Reason;

/** What can be wrong with where something leads, and how it is called in a URL, of a host, and in a mail address. */
enum Problem {
    MALFORMED(Reason.URL_MALFORMED, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED),
    AMBIGUOUS(Reason.URL_AMBIGUOUS, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED),
    TOO_LONG(Reason.URL_TOO_LONG, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED),
    CONFUSABLE(Reason.URL_CONFUSABLE, Reason.HOST_CONFUSABLE, Reason.EMAIL_CONFUSABLE),
    SCHEME(Reason.URL_SCHEME, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED),
    USERINFO(Reason.URL_USERINFO, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED),
    HOST(Reason.URL_HOST, Reason.HOST_NOT_ALLOWED, Reason.EMAIL_DOMAIN),
    PORT(Reason.URL_PORT, Reason.HOST_PORT, Reason.EMAIL_MALFORMED),
    PRIVATE_ADDRESS(Reason.URL_PRIVATE_ADDRESS, Reason.HOST_PRIVATE_ADDRESS, Reason.EMAIL_DOMAIN),
    METADATA(Reason.URL_METADATA, Reason.HOST_METADATA, Reason.EMAIL_DOMAIN),
    UNRESOLVED(Reason.URL_UNRESOLVED, Reason.HOST_UNRESOLVED, Reason.EMAIL_DOMAIN),
    NESTED(Reason.URL_NESTED, Reason.HOST_MALFORMED, Reason.EMAIL_MALFORMED);

    private final Reason url;
    private final Reason host;
    private final Reason email;

    Problem(Reason url, Reason host, Reason email) {
        this.url = url;
        this.host = host;
        this.email = email;
    }

    Reason url() {
        return url;
    }

    Reason host() {
        return host;
    }

    Reason email() {
        return email;
    }
}
