package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.mcp.ProtocolVersion;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * What can be replayed, by conversation. Who asks for it shows the conversation, and has it only if it is the caller's
 * own on this route. What is kept goes with its conversation. Thread-safe.
 */
final class Replays {

    private final Map<Conversation, Replay> replays = new WeakHashMap<>();

    /** Empty where the client's protocol version has no resumable streams. */
    synchronized Optional<Replay> of(Conversation conversation) {
        return conversation
                .version()
                .filter(Replays::resumes)
                .map(version -> replays.computeIfAbsent(
                        conversation, same -> new Replay(version == ProtocolVersion.V2025_11_25)));
    }

    private static boolean resumes(ProtocolVersion version) {
        return switch (version) {
            case V2024_11_05, V2026_07_28 -> false;
            case V2025_03_26, V2025_06_18, V2025_11_25 -> true;
        };
    }
}
