package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.text.IdentifierSettings.Scripts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierGuardTest {

    /** A table of names. */
    public record Table(IdentifierSettings settings, List<GuardCase> cases) {}

    @TestFactory
    Stream<DynamicTest> every_case_of_the_tables() {
        return Stream.of("identifier.yaml", "identifier-wide.yaml", "identifier-ascii.yaml")
                .flatMap(name -> {
                    Table table = GuardCase.table(Table.class, name);
                    return GuardCase.tests(table.cases(), new IdentifierGuard(table.settings()));
                });
    }

    @Test
    void defaults_are_those_of_the_file() {
        assertThat(GuardCase.table(Table.class, "identifier.yaml").settings()).isEqualTo(IdentifierSettings.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\u00A0", "\u200B", "\u202E", "\uE000", "\u0301", "\u0000"})
    void what_nobody_sees_cannot_be_allowed(String character) {
        assertThatThrownBy(() -> new IdentifierGuard(
                        new IdentifierSettings(character, "", 128, false, Scripts.HIGHLY_RESTRICTIVE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be seen");
    }

    @Test
    void a_length_of_nothing_is_refused() {
        assertThatThrownBy(() -> new IdentifierGuard(new IdentifierSettings("", "", 0, false, Scripts.ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
