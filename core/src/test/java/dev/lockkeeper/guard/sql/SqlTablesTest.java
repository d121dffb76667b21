package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of {@code testdata/sql}. */
class SqlTablesTest {

    @TestFactory
    Stream<DynamicTest> every_statement_is_judged_as_its_table_says() {
        return SqlTable.all().stream().flatMap(table -> {
            var guard = new SqlGuard(table.settings());
            return table.lines().stream()
                    .map(line -> DynamicTest.dynamicTest(table.name() + ": " + line.name(), () -> check(guard, line)));
        });
    }

    private static void check(SqlGuard guard, SqlTable.Line line) {
        Assessment answer = guard.judge(new JsonString(line.value()));
        assertThat(reason(answer)).as("%s: %s", line.value(), answer).isEqualTo(String.valueOf(line.reason()));
        assertThat(guard.judge(new JsonString(line.value()))).isEqualTo(answer);
        if (answer instanceof Assessment.Unfit unfit) {
            assertThat(unfit.message()).hasSizeLessThan(400).matches("[^\\p{Cntrl}]*");
        }
    }

    private static String reason(Assessment answer) {
        return switch (answer) {
            case Assessment.Fit fit -> "null";
            case Assessment.Unfit unfit -> unfit.reason().code();
        };
    }

    @Test
    void there_are_enough_statements_of_both_kinds() {
        long attacks = SqlTable.all().stream()
                .flatMap(table -> table.lines().stream())
                .filter(line -> line.reason() != null)
                .count();
        assertThat(attacks).isGreaterThanOrEqualTo(150);
        for (String dialect : new String[] {"postgresql", "sqlite", "mysql"}) {
            assertThat(SqlTable.named("benign-" + dialect).lines()).hasSizeGreaterThanOrEqualTo(120);
        }
    }
}
