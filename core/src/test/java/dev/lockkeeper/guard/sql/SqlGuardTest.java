package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlGuardTest {

    private static final SqlSettings ORDERS = SqlSettings.reading(SqlDialect.POSTGRESQL, "orders");

    @Test
    void what_is_no_text_is_refused() {
        var guard = new SqlGuard(ORDERS);
        for (Json value :
                List.of(JsonNull.NULL, new JsonNumber("1"), new JsonArray(List.of(new JsonString("SELECT 1"))))) {
            assertThat(guard.judge(value))
                    .isInstanceOfSatisfying(
                            Assessment.Unfit.class,
                            unfit -> assertThat(unfit.reason()).isEqualTo(Reason.ARGUMENT_TYPE));
        }
    }

    @Test
    void without_settings_nothing_but_a_query_without_a_table_passes() throws YamlInvalid {
        var settings = YamlBinder.bind(SqlSettings.class, "policy", "dialect: sqlite".getBytes(StandardCharsets.UTF_8));
        assertThat(settings).isEqualTo(SqlSettings.reading(SqlDialect.SQLITE));
        var guard = new SqlGuard(settings);
        assertThat(guard.judge("SELECT 1")).isInstanceOf(Assessment.Fit.class);
        assertThat(guard.judge("SELECT * FROM orders")).isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void settings_from_yaml_and_from_java_are_the_same() throws YamlInvalid {
        String yaml = """
                dialect: postgresql
                statements: [select, explain]
                tables: [orders]
                columns: { orders: [id, status] }
                functions: [public.tax]
                exact: [SHOW server_version]
                limit: 100
                """;
        assertThat(YamlBinder.bind(SqlSettings.class, "policy", yaml.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ORDERS.withStatements(StatementKind.SELECT, StatementKind.EXPLAIN)
                        .withColumns(Map.of("orders", List.of("id", "status")))
                        .withFunctions("public.tax")
                        .withExact("SHOW server_version")
                        .withLimit(100));
    }

    @Test
    void what_is_no_name_is_told_to_the_operator() {
        for (SqlSettings wrong : List.of(
                SqlSettings.reading(SqlDialect.POSTGRESQL, "\"orders\""),
                SqlSettings.reading(SqlDialect.POSTGRESQL, "public."),
                SqlSettings.reading(SqlDialect.POSTGRESQL, "my orders"),
                SqlSettings.reading(SqlDialect.POSTGRESQL, ""),
                ORDERS.withFunctions("tax()  "),
                ORDERS.withColumns(Map.of("ord*", List.of("id"))),
                ORDERS.withColumns(Map.of("orders", List.of("*"))))) {
            assertThatIllegalArgumentException()
                    .as(wrong.toString())
                    .isThrownBy(() -> new SqlGuard(wrong))
                    .withMessageMatching("[A-Z].*\\.");
        }
    }

    @Test
    void functions_and_types_that_are_named_may_be_used_as_they_are_named() {
        var guard = new SqlGuard(ORDERS.withFunctions("public.tax", "rebate", "mood"));
        assertThat(List.of(
                        "SELECT public.tax(1)",
                        "SELECT rebate(total) FROM orders",
                        "SELECT * FROM rebate(1) AS r",
                        "SELECT 'happy'::mood"))
                .allMatch(statement -> guard.judge(statement) instanceof Assessment.Fit);
        assertThat(List.of(
                        "SELECT tax(1)",
                        "SELECT other.tax(1)",
                        "SELECT public.rebate(1)",
                        "SELECT \"Rebate\"(1)",
                        "SELECT 'happy'::other.mood"))
                .allMatch(statement -> guard.judge(statement) instanceof Assessment.Unfit);
    }

    @Test
    void a_deep_stack_of_the_caller_is_no_way_around() {
        var guard = new SqlGuard(ORDERS);
        String bad = "SELECT * FROM secret";
        assertThat(deep(guard, bad, 0)).isInstanceOf(Assessment.Unfit.class);
        assertThat(guard.judge("SELECT id FROM orders")).isInstanceOf(Assessment.Fit.class);
    }

    /** Judges where hardly any stack is left. */
    private static Assessment deep(SqlGuard guard, String statement, int frames) {
        try {
            return frames < 0 ? guard.judge(statement) : deep(guard, statement, frames + 1);
        } catch (StackOverflowError e) {
            return guard.judge(statement);
        }
    }

    @Test
    void what_ran_out_of_stack_is_judged_anew_with_more_of_it() {
        var guard = new SqlGuard(ORDERS);
        String good = "SELECT id FROM orders WHERE " + "(".repeat(20) + "id = 1" + ")".repeat(20);
        deep(guard, good, 0);
        assertThat(guard.judge(good)).isInstanceOf(Assessment.Fit.class);
    }

    @Test
    void the_cache_is_bounded_in_entries_and_in_length() {
        var cache = new VerdictCache(3, 20);
        for (String statement : List.of("a", "b", "c", "d")) {
            cache.put(statement, Assessment.fit());
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isNotNull();
        cache.put("x".repeat(18), Assessment.fit());
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get("b")).as("was asked for last").isNotNull();
        cache.put("y".repeat(21), Assessment.fit());
        assertThat(cache.size()).isEqualTo(3);
        cache.put("y".repeat(20), Assessment.fit());
        assertThat(cache.size()).isEqualTo(1);
        cache.put("y".repeat(20), Assessment.fit());
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void messages_quote_no_secret_and_no_control_character() {
        var guard = new SqlGuard(ORDERS);
        for (String statement : List.of(
                "SELECT 's3cret' 's3cret'", "SELECT 's3cret", "SELECT\u0007 1", "SELECT 's3cret' FROM x.'s3cret'")) {
            assertThat(guard.judge(statement))
                    .isInstanceOfSatisfying(
                            Assessment.Unfit.class,
                            unfit -> assertThat(unfit.message())
                                    .doesNotContain("s3cret")
                                    .doesNotContain("\u0007"));
        }
    }
}
