package dev.lockkeeper.reason;

/**
 * JSON-RPC error codes. The first five are those of JSON-RPC 2.0, section 5.1; the next three of MCP 2026-07-28, "Error
 * Codes"; the one after them of 2025-11-25, "URL Mode Elicitation"; the last is Lockkeeper's own and stands outside the ranges that both reserve.
 */
public final class ErrorCode {

    public static final int PARSE = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL = -32603;

    public static final int HEADER_MISMATCH = -32020;
    public static final int MISSING_CAPABILITY = -32021;
    public static final int UNSUPPORTED_VERSION = -32022;

    /** A person must visit web pages, which the error names, before the request can succeed. */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    /** Not permitted: the request is well formed and was judged, and the answer is no. */
    public static final int DENIED = -31403;

    private ErrorCode() {}
}
