package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.shell.ArgvGuard;
import dev.lockkeeper.guard.shell.OperandType;
import dev.lockkeeper.guard.shell.Operands;
import dev.lockkeeper.guard.shell.ShellGuard;
import dev.lockkeeper.guard.sql.SqlGuard;
import dev.lockkeeper.guard.text.IdentifierGuard;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.guard.text.TextSettings;
import dev.lockkeeper.guard.url.EmailGuard;
import dev.lockkeeper.guard.url.EmailSettings;
import dev.lockkeeper.guard.url.HostGuard;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the guard of each type from what is said of it, each once. Used by one thread. */
public final class Guards {

    private final GuardSettings settings;
    private final Resolver resolver;
    private final Map<ArgumentType, ValueGuard> made = new EnumMap<>(ArgumentType.class);

    public Guards(GuardSettings settings, Resolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
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
            case PATH -> new PathGuard(said(settings.path(), "path"), Access.READ);
            case PATH_WRITE -> new PathGuard(said(settings.path(), "path"), Access.WRITE);
            case URL -> new UrlGuard(said(settings.url(), "url"), resolver);
            case HOST -> new HostGuard(said(settings.host(), "host"), resolver);
            case SQL -> new SqlGuard(said(settings.sql(), "sql"));
            case SHELL -> new ShellGuard(said(settings.shell(), "shell"), operands());
            case ARGV -> new ArgvGuard(said(settings.shell(), "shell"), operands());
            case EMAIL -> new EmailGuard(or(settings.email(), EmailSettings.defaults()));
            case IDENTIFIER -> new IdentifierGuard(or(settings.identifier(), IdentifierSettings.defaults()));
            case TEXT -> new TextGuard(or(settings.text(), TextSettings.defaults()));
            case REGEX -> new RegexGuard(or(settings.regex(), RegexSettings.defaults()));
        };
    }

    /** Judges arguments as a whole for what they give away. */
    public ValueGuard secrets() {
        return new SecretGuard(or(settings.secrets(), SecretSettings.defaults()));
    }

    // What an operand means is judged as what an argument means.
    private Operands operands() {
        Operands operands = Operands.NONE
                .with(OperandType.TEXT, of(ArgumentType.TEXT))
                .with(OperandType.IDENTIFIER, of(ArgumentType.IDENTIFIER));
        if (settings.path() != null) {
            operands = operands.with(OperandType.PATH, of(ArgumentType.PATH))
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
