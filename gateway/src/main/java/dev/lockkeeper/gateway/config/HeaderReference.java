package dev.lockkeeper.gateway.config;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header that names an environment variable instead of holding a secret: {@code env:NAME}, perhaps after
 * an authentication scheme as in {@code Bearer env:NAME}.
 */
public record HeaderReference(String prefix, String variable) {

    /** The reference, if the value is one. */
    public static Optional<HeaderReference> of(String value) {
        int mark = value.indexOf("env:");
        String prefix = mark < 0 ? "" : value.substring(0, mark);
        String variable = mark < 0 ? "" : value.substring(mark + 4);
        return mark >= 0 && prefix.matches("([A-Za-z]{1,32} )?") && variable.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
                ? Optional.of(new HeaderReference(prefix, variable))
                : Optional.empty();
    }

    /**
     * The header's value.
     *
     * @param environment such as {@code System::getenv}
     * @return empty where the variable is not set
     */
    public Optional<String> resolve(Function<String, @Nullable String> environment) {
        String value = environment.apply(variable);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(prefix + value);
    }
}
