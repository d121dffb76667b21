package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request of the modern era must carry, and that its header and its body say the same (MCP 2026-07-28,
 * "Streamable HTTP", sections "Request Metadata" and "Server Validation").
 */
final class ModernRules {

    static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";
    private static final int MAX_ECHO = 64;
    private static final List<String> SUPPORTED = Arrays.stream(ProtocolVersion.values())
            .filter(version -> version.era() == Era.MODERN)
            .map(ProtocolVersion::text)
            .toList();

    private ModernRules() {}

    static void check(Request request, Headers headers) throws HttpRefused {
        try {
            meta(request);
            version(request, headers);
            mirrored(Headers.METHOD, headers.single(Headers.METHOD), request.method(), true);
            named(request, headers);
        } catch (HttpRefused refused) {
            throw refused.answering(request.id());
        }
    }

    /** A notification need not carry the headers, but what it carries must be true. */
    static void check(Notification notification, Headers headers) throws HttpRefused {
        mirrored(Headers.METHOD, headers.single(Headers.METHOD), notification.method(), false);
    }

    private static void meta(Request request) throws HttpRefused {
        if (request.meta().string(VERSION) == null) {
            throw new HttpRefused(400, Reason.META_MISSING, "The member _meta." + VERSION + " must be a string.");
        }
        if (request.meta().object(CAPABILITIES) == null) {
            throw new HttpRefused(400, Reason.META_MISSING, "The member _meta." + CAPABILITIES + " must be an object.");
        }
    }

    private static void version(Request request, Headers headers) throws HttpRefused {
        String wanted = request.meta().string(VERSION);
        mirrored(Headers.PROTOCOL_VERSION, headers.single(Headers.PROTOCOL_VERSION), wanted, true);
        if (wanted == null || !SUPPORTED.contains(wanted)) {
            throw unsupported(wanted == null ? "" : wanted);
        }
    }

    private static HttpRefused unsupported(String requested) {
        String echo = requested.length() > MAX_ECHO ? requested.substring(0, MAX_ECHO) : requested;
        return new HttpRefused(400, Reason.VERSION_UNSUPPORTED, "This protocol version is not supported.")
                .data(JsonObject.EMPTY
                        .with("supported", JsonArray.ofStrings(SUPPORTED))
                        .with("requested", echo));
    }

    private static void named(Request request, Headers headers) throws HttpRefused {
        String member = switch (request.method()) {
            case "tools/call", "prompts/get" -> "name";
            case "resources/read" -> "uri";
            case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
            default -> null;
        };
        String sent = headers.single(Headers.NAME);
        if (member == null) {
            return;
        }
        String value = request.params().string(member);
        if (value == null) {
            throw new HttpRefused(400, Reason.PARAMS_INVALID, "The member params." + member + " must be a string.");
        }
        mirrored(
                Headers.NAME,
                sent == null ? null : decode(sent).orElseThrow(() -> mismatch(Headers.NAME)),
                value,
                true);
    }

    private static void mirrored(String header, @Nullable String sent, @Nullable String body, boolean required)
            throws HttpRefused {
        if (sent == null ? required : !sent.equals(body)) {
            throw mismatch(header);
        }
    }

    static HttpRefused mismatch(String header) {
        return new HttpRefused(
                400,
                Reason.HEADER_MISMATCH,
                "The header " + header + " is missing or does not say what the body says.");
    }

    /** The value that a header stands for; empty where it is neither visible ASCII nor proper Base64 of UTF-8. */
    static Optional<String> decode(String header) {
        if (!header.startsWith(PREFIX) || !header.endsWith(SUFFIX) || header.length() < PREFIX.length() + 2) {
            return header.chars().allMatch(c -> c >= 0x20 && c < 0x7f || c == '\t')
                    ? Optional.of(header)
                    : Optional.empty();
        }
        try {
            String encoded = header.substring(PREFIX.length(), header.length() - SUFFIX.length());
            byte[] bytes = Base64.getDecoder().decode(encoded);
            // Reject a second spelling of the same bytes, such as one without padding.
            if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
