package dev.lockkeeper.guard.result;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.ErrorCode;

/** What an object of an answer is, and so what its members are. */
enum Frame {
    RESULT,
    ERROR,
    MESSAGE,
    BLOCK,
    RESOURCE,
    META,
    DATA,
    /** Questions to the user or to the client's model; other guards judge them. */
    QUESTIONS;

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
                    case "error" -> ERROR;
                    default -> DATA;
                };
            case ERROR -> name.equals("data") && asks(object) ? QUESTIONS : DATA;
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
            case QUESTIONS -> QUESTIONS;
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
            case ERROR, DATA -> Kind.TEXT;
            case QUESTIONS -> Kind.OPAQUE;
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
