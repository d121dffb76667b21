package dev.lockkeeper.guard.url;

/** A host in the one form in which it is compared. */
sealed interface Host extends HostReading {

    /**
     * A name.
     *
     * @param text in ASCII and lower case, labels beyond ASCII as {@code xn--}
     */
    record Name(String text) implements Host {}

    /** An address. */
    record Literal(IpAddress address) implements Host {

        @Override
        public String text() {
            return address.toString();
        }
    }

    /** The name, or the address without brackets. */
    String text();
}
