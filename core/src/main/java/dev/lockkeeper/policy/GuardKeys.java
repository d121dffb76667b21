package dev.lockkeeper.policy;

import dev.lockkeeper.reason.Reason;
import java.util.Optional;

/** Which key of a server's section says what the guard of arguments refuses. */
final class GuardKeys {

    private GuardKeys() {}

    /** The keys, and what they are about; empty where no key decides, or another guard does. */
    static Optional<String> of(Reason reason) {
        String code = reason.code();
        return switch (code.substring(0, code.indexOf('.'))) {
            case "path" -> Optional.of("guards.path, or root,");
            case "url" -> Optional.of("guards.url");
            case "host" -> Optional.of("guards.host");
            case "email" -> Optional.of("guards.email");
            case "sql" -> Optional.of("guards.sql");
            case "shell" -> Optional.of("guards.shell");
            case "text" -> Optional.of("guards.text");
            case "identifier" -> Optional.of("guards.identifier");
            case "regex" -> Optional.of("guards.regex");
            case "secret", "personal" -> Optional.of("guards.secrets");
            default -> Optional.empty();
        };
    }
}
