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

    PATH_OUTSIDE_ROOT("path.outside-root", ErrorCode.DENIED),
    PATH_READ_ONLY("path.read-only", ErrorCode.DENIED),
    PATH_DENIED("path.denied", ErrorCode.DENIED),
    PATH_EXTENSION("path.extension", ErrorCode.DENIED),
    PATH_LINK("path.link", ErrorCode.DENIED),
    PATH_SPECIAL("path.special", ErrorCode.DENIED),
    PATH_TRAVERSAL("path.traversal", ErrorCode.INVALID_PARAMS),
    PATH_ENCODING("path.encoding", ErrorCode.INVALID_PARAMS),
    PATH_CONTROL("path.control", ErrorCode.INVALID_PARAMS),
    PATH_FORM("path.form", ErrorCode.INVALID_PARAMS),
    PATH_OPTION("path.option", ErrorCode.INVALID_PARAMS),
    PATH_TOO_LONG("path.too-long", ErrorCode.INVALID_PARAMS),

    RESOURCE_URI("resource.uri", ErrorCode.INVALID_PARAMS),
    RESOURCE_UNKNOWN("resource.unknown", ErrorCode.INVALID_PARAMS),
    RESOURCE_AMBIGUOUS("resource.ambiguous", ErrorCode.INVALID_PARAMS),

    URL_MALFORMED("url.malformed", ErrorCode.INVALID_PARAMS),
    URL_AMBIGUOUS("url.ambiguous", ErrorCode.INVALID_PARAMS),
    URL_TOO_LONG("url.too-long", ErrorCode.INVALID_PARAMS),
    URL_CONFUSABLE("url.confusable", ErrorCode.INVALID_PARAMS),
    URL_USERINFO("url.userinfo", ErrorCode.INVALID_PARAMS),
    URL_UNRESOLVED("url.unresolved", ErrorCode.INVALID_PARAMS),
    URL_SCHEME("url.scheme", ErrorCode.DENIED),
    URL_HOST("url.host", ErrorCode.DENIED),
    URL_PORT("url.port", ErrorCode.DENIED),
    URL_PRIVATE_ADDRESS("url.private-address", ErrorCode.DENIED),
    URL_METADATA("url.metadata", ErrorCode.DENIED),
    URL_NESTED("url.nested", ErrorCode.DENIED),
    HOST_MALFORMED("host.malformed", ErrorCode.INVALID_PARAMS),
    HOST_CONFUSABLE("host.confusable", ErrorCode.INVALID_PARAMS),
    HOST_UNRESOLVED("host.unresolved", ErrorCode.INVALID_PARAMS),
    HOST_NOT_ALLOWED("host.not-allowed", ErrorCode.DENIED),
    HOST_PORT("host.port", ErrorCode.DENIED),
    HOST_PRIVATE_ADDRESS("host.private-address", ErrorCode.DENIED),
    HOST_METADATA("host.metadata", ErrorCode.DENIED),
    EMAIL_MALFORMED("email.malformed", ErrorCode.INVALID_PARAMS),
    EMAIL_CONFUSABLE("email.confusable", ErrorCode.INVALID_PARAMS),
    EMAIL_DOMAIN("email.domain", ErrorCode.DENIED),
    SHELL_SYNTAX("shell.syntax", ErrorCode.INVALID_PARAMS),
    SHELL_SUBSTITUTION("shell.substitution", ErrorCode.INVALID_PARAMS),
    SHELL_REDIRECTION("shell.redirection", ErrorCode.INVALID_PARAMS),
    SHELL_OPERATOR("shell.operator", ErrorCode.INVALID_PARAMS),
    SHELL_EXPANSION("shell.expansion", ErrorCode.INVALID_PARAMS),
    SHELL_ASSIGNMENT("shell.assignment", ErrorCode.INVALID_PARAMS),
    SHELL_COMMAND("shell.command", ErrorCode.DENIED),
    SHELL_SUBCOMMAND("shell.subcommand", ErrorCode.DENIED),
    SHELL_OPTION("shell.option", ErrorCode.DENIED),
    SHELL_OPERAND("shell.operand", ErrorCode.INVALID_PARAMS),
    SHELL_TOO_LONG("shell.too-long", ErrorCode.INVALID_PARAMS),
    TEXT_CONTROL("text.control", ErrorCode.INVALID_PARAMS),
    TEXT_BIDI("text.bidi", ErrorCode.INVALID_PARAMS),
    TEXT_HIDDEN("text.hidden", ErrorCode.INVALID_PARAMS),
    TEXT_PRIVATE_USE("text.private-use", ErrorCode.INVALID_PARAMS),
    TEXT_UNASSIGNED("text.unassigned", ErrorCode.INVALID_PARAMS),
    TEXT_LENGTH("text.length", ErrorCode.INVALID_PARAMS),
    TEXT_BYTES("text.bytes", ErrorCode.INVALID_PARAMS),
    TEXT_COMBINING("text.combining", ErrorCode.INVALID_PARAMS),
    TEXT_LINES("text.lines", ErrorCode.INVALID_PARAMS),
    IDENTIFIER_FORM("identifier.form", ErrorCode.INVALID_PARAMS),
    IDENTIFIER_CONFUSABLE("identifier.confusable", ErrorCode.INVALID_PARAMS),
    IDENTIFIER_LENGTH("identifier.length", ErrorCode.INVALID_PARAMS),
    REGEX_INVALID("regex.invalid", ErrorCode.INVALID_PARAMS),
    REGEX_BACKTRACKING("regex.backtracking", ErrorCode.INVALID_PARAMS),
    REGEX_LENGTH("regex.length", ErrorCode.INVALID_PARAMS),
    NESTED_TOO_DEEP("nested.too-deep", ErrorCode.INVALID_PARAMS),
    SQL_SYNTAX("sql.syntax", ErrorCode.INVALID_PARAMS),
    SQL_TOO_COMPLEX("sql.too-complex", ErrorCode.INVALID_PARAMS),
    SQL_SEVERAL("sql.several", ErrorCode.INVALID_PARAMS),
    SQL_COMMENT("sql.comment", ErrorCode.INVALID_PARAMS),
    SQL_AMBIGUOUS("sql.ambiguous", ErrorCode.INVALID_PARAMS),
    SQL_LIMIT("sql.limit", ErrorCode.INVALID_PARAMS),
    SQL_STATEMENT("sql.statement", ErrorCode.DENIED),
    SQL_TABLE("sql.table", ErrorCode.DENIED),
    SQL_COLUMN("sql.column", ErrorCode.DENIED),
    SQL_FUNCTION("sql.function", ErrorCode.DENIED),
    SQL_CONSTRUCT("sql.construct", ErrorCode.DENIED),
    SECRET_FOUND("secret.found", ErrorCode.DENIED),
    SECRET_REDACTED("secret.redacted", ErrorCode.DENIED),
    PERSONAL_FOUND("personal.found", ErrorCode.DENIED),
    PERSONAL_REDACTED("personal.redacted", ErrorCode.DENIED),

    RESULT_INVALID("result.invalid", ErrorCode.INTERNAL),
    RESULT_SCHEMA("result.schema", ErrorCode.INTERNAL),
    RESULT_UNEXPECTED("result.unexpected", ErrorCode.INTERNAL),
    RESULT_RELEASED("result.released", ErrorCode.INTERNAL),
    RESULT_ERROR_CLEANED("result.error-cleaned", ErrorCode.INTERNAL),
    RESULT_TOO_LARGE("result.too-large", ErrorCode.INTERNAL),
    RESULT_TOO_MANY("result.too-many", ErrorCode.INTERNAL),
    RESULT_HIDDEN_TEXT("result.hidden-text", ErrorCode.INTERNAL),
    RESULT_LINK_REMOVED("result.link-removed", ErrorCode.INTERNAL),
    RESULT_MIME_MISMATCH("result.mime-mismatch", ErrorCode.INTERNAL),
    RESULT_BLOB_INVALID("result.blob-invalid", ErrorCode.INTERNAL),

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

    LIMIT_RATE("limit.rate", ErrorCode.DENIED),
    LIMIT_CONCURRENCY("limit.concurrency", ErrorCode.DENIED),
    LIMIT_BYTES("limit.bytes", ErrorCode.DENIED),
    LIMIT_TIME("limit.time", ErrorCode.DENIED),
    LIMIT_CALLS("limit.calls", ErrorCode.DENIED),
    LIMIT_BUDGET("limit.budget", ErrorCode.DENIED),
    LIMIT_LOOP("limit.loop", ErrorCode.DENIED),
    LIMIT_CIRCUIT_OPEN("limit.circuit-open", ErrorCode.INTERNAL),
    KILL_SWITCH("kill.switch", ErrorCode.DENIED),

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
