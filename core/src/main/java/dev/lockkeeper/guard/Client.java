package dev.lockkeeper.guard;

/** What the client program says of itself; unverified. Empty strings where it says nothing. */
public record Client(String name, String version) {

    public static final Client UNKNOWN = new Client("", "");
}
