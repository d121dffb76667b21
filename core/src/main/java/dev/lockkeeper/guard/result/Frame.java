package dev.lockkeeper.guard.result;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an object of an answer is, and so what its members are. */
enum Frame {
    RESULT,
    ERROR,
    MESSAGE,
    BLOCK,
    RESOURCE,
    META,
    DATA,
    /** The parameters of what a server says or asks by itself. */
    SAID,
    /** Those of a question that may send a person to a web page; another guard judges which. */
    ELICITATION,
    /** Questions by their keys. */
    QUESTIONS,
    QUESTION,
    /** The data of an error that sends a person to web pages. */
    VISITS;

    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    /** What the names of members are. */
    Kind names() {
        return this == DATA ? Kind.NAME : Kind.MEMBER;
    }

    /** What the whole result is; what a server says by itself comes as a result that holds its parameters. */
    static Frame of(Action action) {
        return switch (action) {
            case UpstreamRequest request -> asked(request.method());
            case UpstreamNotice notice -> SAID;
            case UnknownMethod unknown -> unknown.fromServer() ? SAID : RESULT;
            case ToolCall call -> RESULT;
            case ResourceRead read -> RESULT;
            case PromptGet get -> RESULT;
            case Completion completion -> RESULT;
            case Listing listing -> RESULT;
            case Subscription subscription -> RESULT;
            case Housekeeping housekeeping -> RESULT;
            case ClientNotice notice -> RESULT;
            case Answer answer -> RESULT;
            case TaskUse use -> RESULT;
            case TaskListing listing -> RESULT;
            case UnknownTask unknown -> RESULT;
        };
    }

    private static Frame asked(@Nullable String method) {
        return "elicitation/create".equals(method) ? ELICITATION : SAID;
    }

    Frame below(String name, JsonObject object) {
        return switch (this) {
            case RESULT ->
                switch (name) {
                    case "content" -> BLOCK;
                    case "contents" -> RESOURCE;
                    case "messages" -> MESSAGE;
                    case "_meta", "task" -> META;
                    case "inputRequests" -> QUESTIONS;
                    // Of a description of a task.
                    case "result" -> RESULT;
                    case "error" -> object.string("taskId") == null ? DATA : ERROR;
                    default -> DATA;
                };
            case ERROR -> name.equals("data") && asks(object) ? VISITS : DATA;
            case SAID, ELICITATION ->
                switch (name) {
                    case "messages" -> MESSAGE;
                    case "_meta", "task" -> META;
                    default -> DATA;
                };
            case QUESTIONS -> QUESTION;
            case QUESTION -> name.equals("params") ? asked(object.string("method")) : DATA;
            case VISITS -> name.equals("elicitations") ? ELICITATION : DATA;
            case MESSAGE -> name.equals("content") ? BLOCK : DATA;
            case BLOCK ->
                switch (name) {
                    case "content" -> BLOCK;
                    case "resource" -> RESOURCE;
                    case "_meta" -> META;
                    default -> DATA;
                };
            case RESOURCE -> name.equals("_meta") ? META : DATA;
            case META -> META;
            case DATA -> DATA;
        };
    }

    Kind kind(String name, JsonObject object) {
        return switch (this) {
            case RESULT ->
                switch (name) {
                    case "nextCursor", "requestState", "taskId" -> Kind.OPAQUE;
                    case "resultType" -> Kind.TOKEN;
                    default -> Kind.TEXT;
                };
            case MESSAGE -> name.equals("role") ? Kind.TOKEN : Kind.TEXT;
            case BLOCK ->
                switch (name) {
                    case "type", "mimeType" -> Kind.TOKEN;
                    case "uri" -> Kind.URI;
                    case "data" -> holdsBytes(object) ? Kind.BLOB : Kind.TEXT;
                    default -> Kind.TEXT;
                };
            case RESOURCE ->
                switch (name) {
                    case "mimeType" -> Kind.TOKEN;
                    case "uri" -> Kind.URI;
                    case "blob" -> Kind.BLOB;
                    default -> Kind.TEXT;
                };
            case META ->
                switch (name) {
                    case "taskId", "progressToken" -> Kind.OPAQUE;
                    default -> Kind.TEXT;
                };
            case SAID ->
                switch (name) {
                    case "progressToken", "requestId", "taskId", "elicitationId" -> Kind.OPAQUE;
                    case "level" -> LEVELS.contains(object.string(name)) ? Kind.TOKEN : Kind.TEXT;
                    case "uri" -> Kind.URI;
                    default -> Kind.TEXT;
                };
            case ELICITATION ->
                switch (name) {
                    case "taskId", "elicitationId" -> Kind.OPAQUE;
                    case "mode", "url" -> Kind.TOKEN;
                    default -> Kind.TEXT;
                };
            case QUESTION -> name.equals("method") ? Kind.TOKEN : Kind.TEXT;
            case ERROR, DATA, QUESTIONS, VISITS -> Kind.TEXT;
        };
    }

    // A client takes the data of a text for what it likes, but never shows it as a picture.
    private static boolean holdsBytes(JsonObject block) {
        String type = block.string("type");
        return "image".equals(type) || "audio".equals(type) || block.string("mimeType") != null;
    }

    private static boolean asks(JsonObject error) {
        return error.get("code") instanceof JsonNumber number
                && number.literal().equals(String.valueOf(ErrorCode.URL_ELICITATION_REQUIRED));
    }
}
