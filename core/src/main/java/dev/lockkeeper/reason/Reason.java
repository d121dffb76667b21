package dev.lockkeeper.reason;

/**
 * Why something was granted, refused or changed. A code never changes its meaning; each has its paragraph in
 * {@code docs/reasons.md}.
 */
public enum Reason {
    POLICY_ALLOWED("policy.allowed", ErrorCode.DENIED),
    POLICY_DENIED("policy.denied", ErrorCode.DENIED),
    POLICY_DEFAULT_DENY("policy.default-deny", ErrorCode.DENIED),
    POLICY_CONDITION_FAILED("policy.condition-failed", ErrorCode.DENIED),
    APPROVAL_REQUIRED("approval.required", ErrorCode.DENIED),
    SELECTION_EXCLUDED("selection.excluded", ErrorCode.DENIED),
    SELECTION_INVALID("selection.invalid", ErrorCode.INVALID_PARAMS),
    LIST_FILTERED("list.filtered", ErrorCode.DENIED),
    CAPABILITIES_REDUCED("capabilities.reduced", ErrorCode.DENIED),

    JSON_TOO_LARGE("json.too-large", ErrorCode.INVALID_REQUEST),
    JSON_ENCODING("json.encoding", ErrorCode.PARSE),
    JSON_MALFORMED("json.malformed", ErrorCode.PARSE),
    JSON_DUPLICATE_MEMBER("json.duplicate-member", ErrorCode.INVALID_REQUEST),
    JSON_FOLDED_MEMBER("json.folded-member", ErrorCode.INVALID_REQUEST),
    JSON_LONE_SURROGATE("json.lone-surrogate", ErrorCode.INVALID_REQUEST),
    JSON_NUL_IN_NAME("json.nul-in-name", ErrorCode.INVALID_REQUEST),
    JSON_BOUND("json.bound", ErrorCode.INVALID_REQUEST),

    MESSAGE_INVALID("message.invalid", ErrorCode.INVALID_REQUEST),
    MESSAGE_BATCH("message.batch", ErrorCode.INVALID_REQUEST),
    METHOD_UNKNOWN("method.unknown", ErrorCode.METHOD_NOT_FOUND),
    PARAMS_INVALID("params.invalid", ErrorCode.INVALID_PARAMS),
    VERSION_UNSUPPORTED("version.unsupported", ErrorCode.UNSUPPORTED_VERSION),
    META_MISSING("meta.missing", ErrorCode.INVALID_PARAMS),
    HEADER_MISMATCH("header.mismatch", ErrorCode.HEADER_MISMATCH),

    HTTP_HOST("http.host", ErrorCode.INVALID_REQUEST),
    HTTP_ORIGIN("http.origin", ErrorCode.INVALID_REQUEST),
    HTTP_REQUEST("http.request", ErrorCode.INVALID_REQUEST),
    HTTP_TIMEOUT("http.timeout", ErrorCode.INVALID_REQUEST),
    HTTP_BUSY("http.busy", ErrorCode.INTERNAL),
    CALLER_UNKNOWN("caller.unknown", ErrorCode.DENIED),
    ROUTE_UNKNOWN("route.unknown", ErrorCode.INVALID_REQUEST),
    SESSION_UNKNOWN("session.unknown", ErrorCode.INVALID_REQUEST),
    SESSION_STATE("session.state", ErrorCode.INVALID_REQUEST),

    TOOL_UNKNOWN("tool.unknown", ErrorCode.INVALID_PARAMS),
    TOOL_AMBIGUOUS("tool.ambiguous", ErrorCode.INVALID_PARAMS),
    TASK_UNKNOWN("task.unknown", ErrorCode.INVALID_PARAMS),
    TASK_UNDECLARED("task.undeclared", ErrorCode.MISSING_CAPABILITY),
    SCHEMA_INVALID("schema.invalid", ErrorCode.DENIED),
    SCHEMA_DIALECT("schema.dialect", ErrorCode.DENIED),
    SCHEMA_TOO_LARGE("schema.too-large", ErrorCode.DENIED),
    SCHEMA_RECURSION("schema.recursion", ErrorCode.DENIED),
    SCHEMA_REFERENCE("schema.reference", ErrorCode.DENIED),
    SCHEMA_PATTERN("schema.pattern", ErrorCode.DENIED),
    SCHEMA_TIMEOUT("schema.timeout", ErrorCode.DENIED),
    ARGUMENTS_INVALID("arguments.invalid", ErrorCode.INVALID_PARAMS),
    ARGUMENTS_UNDECLARED("arguments.undeclared", ErrorCode.INVALID_PARAMS),
    ARGUMENTS_BOUND("arguments.bound", ErrorCode.INVALID_PARAMS),
    ARGUMENT_TYPE("argument.type", ErrorCode.INVALID_PARAMS),
    ARGUMENT_UNTYPED("argument.untyped", ErrorCode.DENIED),
    RESOURCE_URI("resource.uri", ErrorCode.INVALID_PARAMS),
    RESOURCE_UNKNOWN("resource.unknown", ErrorCode.INVALID_PARAMS),
    RESOURCE_AMBIGUOUS("resource.ambiguous", ErrorCode.INVALID_PARAMS),

    SECRET_FOUND("secret.found", ErrorCode.DENIED),
    SECRET_REDACTED("secret.redacted", ErrorCode.DENIED),
    PERSONAL_FOUND("personal.found", ErrorCode.DENIED),
    PERSONAL_REDACTED("personal.redacted", ErrorCode.DENIED),

    RESULT_INVALID("result.invalid", ErrorCode.INTERNAL),
    RESULT_SCHEMA("result.schema", ErrorCode.INTERNAL),
    RESULT_UNEXPECTED("result.unexpected", ErrorCode.INTERNAL),
    RESULT_RELEASED("result.released", ErrorCode.INTERNAL),

    UPSTREAM_REQUEST_DENIED("upstream.request-denied", ErrorCode.METHOD_NOT_FOUND),
    UPSTREAM_UNAVAILABLE("upstream.unavailable", ErrorCode.INTERNAL),
    UPSTREAM_CLOSED("upstream.closed", ErrorCode.INTERNAL),
    UPSTREAM_TIMEOUT("upstream.timeout", ErrorCode.INTERNAL),
    UPSTREAM_PROTOCOL("upstream.protocol", ErrorCode.INTERNAL),
    UPSTREAM_BACKOFF("upstream.backoff", ErrorCode.INTERNAL),
    UPSTREAM_FLOOD("upstream.flood", ErrorCode.INTERNAL),
    UPSTREAM_CANCELLED("upstream.cancelled", ErrorCode.INTERNAL),
    CLIENT_UNREACHABLE("client.unreachable", ErrorCode.INTERNAL),
    REQUEST_STATE("request.state", ErrorCode.INVALID_PARAMS),
    SESSION_LIMIT("session.limit", ErrorCode.INTERNAL),

    GUARD_FAILED("guard.failed", ErrorCode.INTERNAL),
    GUARD_MISSING("guard.missing", ErrorCode.DENIED),
    JOURNAL_UNAVAILABLE("journal.unavailable", ErrorCode.INTERNAL),
    INTERNAL_FAULT("internal.fault", ErrorCode.INTERNAL);

    private final String code;
    private final int errorCode;

    Reason(String code, int errorCode) {
        this.code = code;
        this.errorCode = errorCode;
    }

    /** The stable code, such as {@code policy.default-deny}. */
    public String code() {
        return code;
    }

    /** The JSON-RPC error code a refusal for this reason carries. */
    public int errorCode() {
        return errorCode;
    }

    @Override
    public String toString() {
        return code;
    }
}
