package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.guard.path.PathStyle;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.shell.ArgvGuard;
import dev.lockkeeper.guard.shell.OperandType;
import dev.lockkeeper.guard.shell.Operands;
import dev.lockkeeper.guard.shell.ShellGuard;
import dev.lockkeeper.guard.sql.SqlGuard;
import dev.lockkeeper.guard.text.IdentifierGuard;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.guard.text.NestedSettings;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.guard.text.TextSettings;
import dev.lockkeeper.guard.url.EmailGuard;
import dev.lockkeeper.guard.url.EmailSettings;
import dev.lockkeeper.guard.url.HostGuard;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the guard of each type from what is said of it, each once. Used by one thread. */
public final class Guards {

    private static final Nested NESTED = new Nested(NestedSettings.defaults());

    // Members of the protocol whose names look like those of secrets.
    private static final List<String> OF_THE_PROTOCOL =
            List.of("progressToken", "nextCursor", "requestState", "taskId", "cursor");

    // What clients say of a conversation in _meta (W3C Baggage, and sessions of their own).
    private static final List<String> OF_CONVERSATIONS =
            List.of("baggage", "sessionId", "conversationId", "traceparent", "tracestate");

    // Names are not resolved for a text: addresses are seen, and the names of metadata services.
    private static final ValueGuard INSIDE = new UrlGuard(
            UrlSettings.DEFAULT.withSchemes("http", "https", "ws", "wss", "ftp").withHosts("*"), Resolver.NONE);

    private final GuardSettings settings;
    private final Resolver resolver;
    private final boolean local;
    private final byte[] placeholders;
    private final Map<ArgumentType, ValueGuard> made = new EnumMap<>(ArgumentType.class);

    /**
     * @param local whether files are those of this machine, so that links can be followed where the settings do not say
     * @param placeholders the key from which placeholders of secrets are made
     */
    public Guards(GuardSettings settings, Resolver resolver, boolean local, byte[] placeholders) {
        this.settings = settings;
        this.resolver = resolver;
        this.local = local;
        this.placeholders = placeholders.clone();
    }

    /**
     * The guard of the type.
     *
     * @throws IllegalArgumentException where the settings do not say what it needs, or say what cannot be
     */
    public ValueGuard of(ArgumentType type) {
        ValueGuard known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return known;
    }

    private ValueGuard make(ArgumentType type) {
        return switch (type) {
            case PATH -> path(Access.READ);
            case PATH_WRITE -> path(Access.WRITE);
            case URL -> new UrlGuard(said(settings.url(), "url"), resolver);
            case HOST -> new HostGuard(said(settings.host(), "host"), resolver);
            case SQL -> new SqlGuard(said(settings.sql(), "sql"));
            case SHELL -> new ShellGuard(said(settings.shell(), "shell"), operands());
            case ARGV -> new ArgvGuard(said(settings.shell(), "shell"), operands());
            case EMAIL -> new EmailGuard(or(settings.email(), EmailSettings.DEFAULT));
            case IDENTIFIER -> new IdentifierGuard(or(settings.identifier(), IdentifierSettings.defaults()));
            case TEXT -> texts(settings.url() == null ? null : INSIDE);
            case REGEX -> new RegexGuard(or(settings.regex(), RegexSettings.defaults()));
        };
    }

    /**
     * What is said of the messages of a client that hold no arguments. A server opens nothing of them, so that the
     * addresses of a client, its roots and a person may stand there.
     *
     * @param places and the types of what a server does open
     * @throws IllegalArgumentException where the settings say what cannot be
     */
    public TypedArguments messages(List<TypedArguments.Typed> places) {
        return new TypedArguments(places, texts(null), secrets(OF_CONVERSATIONS), true);
    }

    private NestedTexts texts(@Nullable ValueGuard url) {
        return new NestedTexts(new TextGuard(or(settings.text(), TextSettings.defaults())), url, NESTED);
    }

    /**
     * Judges arguments and answers for what they give away.
     *
     * @throws IllegalArgumentException where the settings say what cannot be
     */
    public SecretGuard secrets() {
        return secrets(List.of());
    }

    private SecretGuard secrets(List<String> more) {
        SecretSettings said = or(settings.secrets(), SecretSettings.DEFAULT);
        List<String> exempt = new ArrayList<>(said.exempt());
        exempt.addAll(OF_THE_PROTOCOL);
        exempt.addAll(more);
        return new SecretGuard(said.withNames(said.names(), exempt), placeholders);
    }

    /**
     * Judges the URIs of resources that a client reads: of a file as a path, of the web as a URL, where the settings say
     * what is allowed of these, and any other as text.
     *
     * @throws IllegalArgumentException where the settings say what cannot be
     */
    public ValueGuard resources() {
        return new ResourceGuard(
                of(ArgumentType.TEXT),
                settings.path() == null ? null : of(ArgumentType.PATH),
                settings.url() == null ? null : of(ArgumentType.URL),
                settings.path() != null && settings.path().style() == PathStyle.WINDOWS);
    }

    private ValueGuard path(Access access) {
        PathSettings said = said(settings.path(), "path").where(local);
        return new NestedPaths(new PathGuard(said, access), NESTED, said.style() == PathStyle.WINDOWS);
    }

    // What an operand means is judged as what an argument means.
    private Operands operands() {
        Operands operands = Operands.NONE;
        if (settings.path() != null) {
            operands = operands.with(OperandType.PATH, of(ArgumentType.PATH))
                    .with(OperandType.PATH_TREE, path(Access.READ_TREE))
                    .with(OperandType.PATH_WRITE, of(ArgumentType.PATH_WRITE));
        }
        return settings.url() == null ? operands : operands.with(OperandType.URL, of(ArgumentType.URL));
    }

    private static <T> T said(@Nullable T settings, String key) {
        if (settings == null) {
            throw new IllegalArgumentException("The guard " + key + " has to be told what is allowed: add guards." + key
                    + (key.equals("path") ? ", or root." : "."));
        }
        return settings;
    }

    private static <T> T or(@Nullable T settings, T defaults) {
        return settings == null ? defaults : settings;
    }
}
