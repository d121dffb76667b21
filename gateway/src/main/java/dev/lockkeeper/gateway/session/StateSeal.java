package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Binds the {@code requestState} of a modern server to the caller that it was given to and to the server that gave it.
 * Behind one credential of the gateway's, all callers are one to the server, which could not tell them apart.
 */
final class StateSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Set<String> CARRYING = Set.of("tools/call", "prompts/get", "resources/read");
    private static final String MEMBER = "requestState";
    private static final List<String> ASKED = List.of("params", MEMBER);
    private static final List<String> ANSWERED = List.of("result", MEMBER);

    private final SecretKeySpec key;

    private StateSeal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The only place that a key comes from: gateways that answer for each other would share theirs here. */
    static StateSeal ofThisProcess() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new StateSeal(key);
    }

    /**
     * The request as its server may have it, with the state as that gave it.
     *
     * @throws JsonRefused when the state is none that this server gave this caller
     */
    Request opened(Request request, String caller, String server) throws JsonRefused {
        Json sealed = carries(request) ? request.params().get(MEMBER) : null;
        if (sealed == null) {
            return request;
        }
        String text = sealed instanceof JsonString string ? string.value() : "";
        int end = text.indexOf('.');
        var state = new JsonString(text.substring(end + 1));
        // INVARIANT: whoever knows a state can do nothing with it unless it is their own.
        if (end < 0 || !same(text.substring(0, end), mac(caller, server, state.value()))) {
            throw new JsonRefused(
                    Reason.REQUEST_STATE,
                    "This requestState was not given to this caller by this server, or before a restart. "
                            + "Send the request again without it.");
        }
        return new Request(
                request.id(),
                request.method(),
                request.params().with(MEMBER, state),
                WireEdit.replace(request.wire(), ASKED, state));
    }

    /** The server's answer as the caller may have it. */
    Response sealed(Response response, Request asked, String caller, String server) {
        if (!carries(asked)
                || !(response instanceof Success success)
                || !(success.result().get(MEMBER) instanceof JsonString state)) {
            return response;
        }
        var sealed = new JsonString(mac(caller, server, state.value()) + "." + state.value());
        return new Success(
                success.id(),
                success.result().with(MEMBER, sealed),
                WireEdit.replace(success.wire(), ANSWERED, sealed));
    }

    private static boolean carries(Request request) {
        return CARRYING.contains(request.method()) && request.meta().get(ClientProfile.VERSION_KEY) != null;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private String mac(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
