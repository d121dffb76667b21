package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON-RPC 2.0 messages strictly: one, or, for who speaks the only version that has them, a batch. Thread-safe.
 */
public final class MessageReader {

    private static final int MAX_METHOD_CHARS = 256;
    private static final int MAX_BATCH = 100;

    private final JsonReader json;

    public MessageReader(JsonLimits limits) {
        this.json = new JsonReader(limits);
    }

    public JsonLimits limits() {
        return json.limits();
    }

    /** @throws JsonRefused when the bytes are not one well-formed message, with the reason */
    public Message read(byte[] bytes) throws JsonRefused {
        return switch (json.read(bytes)) {
            case JsonObject envelope -> message(envelope, Wire.of(bytes));
            case JsonArray batch ->
                throw new JsonRefused(
                        Reason.MESSAGE_BATCH,
                        "Send one message at a time; only sessions of version 2025-03-26 have batches.");
            case Json other -> throw invalid("A message is a JSON object.");
        };
    }

    /** Whether the text opens an array, and so is a batch or nothing. */
    public static boolean isBatch(byte[] bytes) {
        int start = new WireScanner(bytes).afterSpace(0);
        return start < bytes.length && bytes[start] == '[';
    }

    /**
     * Reads a batch as MCP 2025-03-26 has it; all versions before and after have none.
     *
     * @return its messages in order, each with its own bytes
     * @throws JsonRefused when a message of it is not well-formed, when it is empty or too long, when two requests have
     *     one id, or when it holds {@code initialize}
     */
    public List<Message> readBatch(byte[] bytes) throws JsonRefused {
        if (!(json.read(bytes) instanceof JsonArray batch)) {
            throw invalid("A batch is a JSON array.");
        }
        if (batch.items().isEmpty() || batch.items().size() > MAX_BATCH) {
            throw new JsonRefused(Reason.JSON_BOUND, "A batch has 1 to " + MAX_BATCH + " messages.");
        }
        List<Message> messages = new ArrayList<>();
        Set<RequestId> asked = new HashSet<>();
        List<WireScanner.Element> places = new WireScanner(bytes).elements();
        for (int i = 0; i < places.size(); i++) {
            if (!(batch.items().get(i) instanceof JsonObject envelope)) {
                throw invalid("A message is a JSON object.");
            }
            WireScanner.Element place = places.get(i);
            Message message = message(envelope, Wire.adopt(Arrays.copyOfRange(bytes, place.start(), place.end())));
            if (message instanceof Request request) {
                single(request, asked);
            }
            messages.add(message);
        }
        return List.copyOf(messages);
    }

    private static void single(Request request, Set<RequestId> asked) throws JsonRefused {
        if (request.method().equals("initialize")) {
            throw new JsonRefused(Reason.MESSAGE_BATCH, "The request initialize is never part of a batch.");
        }
        if (!asked.add(request.id())) {
            throw invalid("Two requests of one batch have the same id.");
        }
    }

    /**
     * The id of a message that {@link #read} refused, where it can still be told, so that the error reaches its
     * request. Only a text that is valid strict JSON yields one.
     */
    public @Nullable RequestId idOf(byte[] bytes) {
        try {
            return json.read(bytes) instanceof JsonObject envelope ? id(envelope) : null;
        } catch (JsonRefused e) {
            return null;
        }
    }

    private static Message message(JsonObject envelope, Wire wire) throws JsonRefused {
        KnownNames.checkEnvelope(envelope);
        if (!"2.0".equals(envelope.string("jsonrpc"))) {
            throw invalid("The member jsonrpc must be \"2.0\".");
        }
        boolean asks = envelope.get("method") != null;
        boolean succeeds = envelope.get("result") != null;
        boolean fails = envelope.get("error") != null;
        if ((asks ? 1 : 0) + (succeeds ? 1 : 0) + (fails ? 1 : 0) != 1) {
            throw invalid("A message has exactly one of method, result and error.");
        }
        if (asks) {
            return asking(envelope, wire);
        }
        RequestId id = id(envelope);
        if (id == null) {
            throw invalid("An answer has the id of its request.");
        }
        if (envelope.get("params") != null) {
            throw invalid("An answer has no params.");
        }
        if (succeeds) {
            JsonObject result = envelope.object("result");
            if (result == null) {
                throw invalid("The member result must be an object.");
            }
            KnownNames.checkResult(result);
            return new Success(id, result, wire);
        }
        JsonObject error = envelope.object("error");
        if (error == null) {
            throw invalid("The member error must be an object.");
        }
        KnownNames.checkError(error);
        if (!(error.get("code") instanceof JsonNumber code)
                || !code.isPlainInteger()
                || error.string("message") == null) {
            throw invalid("An error has an integer code and a message.");
        }
        return new Failure(id, error, wire);
    }

    private static Message asking(JsonObject envelope, Wire wire) throws JsonRefused {
        String method = envelope.string("method");
        if (method == null || method.isEmpty() || method.length() > MAX_METHOD_CHARS) {
            throw invalid("The member method must be a string of 1 to " + MAX_METHOD_CHARS + " characters.");
        }
        Json raw = envelope.get("params");
        if (raw != null && !(raw instanceof JsonObject)) {
            throw invalid("The member params must be an object.");
        }
        JsonObject params = raw instanceof JsonObject object ? object : JsonObject.EMPTY;
        KnownNames.checkParams(params);
        if (params.get("_meta") != null && params.object("_meta") == null) {
            throw invalid("The member _meta must be an object.");
        }
        if (envelope.get("id") == null) {
            return new Notification(method, params, wire);
        }
        RequestId id = id(envelope);
        if (id == null) {
            throw invalid(
                    "The member id must be an integer or a string of at most " + RequestId.MAX_CHARS + " characters.");
        }
        var request = new Request(id, method, params, wire);
        Json token = request.meta().get("progressToken");
        if (token != null && token != JsonNull.NULL && request.progressToken().isEmpty()) {
            throw invalid("The member _meta.progressToken must be a number or a string of at most "
                    + RequestId.MAX_CHARS + " characters.");
        }
        return request;
    }

    private static @Nullable RequestId id(JsonObject envelope) {
        return switch (envelope.get("id")) {
            case JsonString text when text.value().length() <= RequestId.MAX_CHARS -> new RequestId(text);
            case JsonNumber number
            when number.isPlainInteger() && number.literal().length() <= RequestId.MAX_CHARS -> new RequestId(number);
            case null, default -> null;
        };
    }

    private static JsonRefused invalid(String message) {
        return new JsonRefused(Reason.MESSAGE_INVALID, message);
    }
}
