package dev.lockkeeper.mcp;

/**
 * What a message's meaning depends on beside the message.
 *
 * @param version the version of the protocol that it is in
 * @param own the tasks that the caller made here
 * @param hosted the tasks that the client made of this server's requests
 */
public record Situation(ProtocolVersion version, Tasks own, HostedTasks hosted) {

    /** One without tasks. */
    public static Situation of(ProtocolVersion version) {
        return new Situation(version, Tasks.NONE, HostedTasks.NONE);
    }

    Era era() {
        return version.era();
    }
}
