package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.statement.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That the walk goes everywhere: every object of the tree of a statement that passes has been looked at. */
class SqlWalkTest {

    @Test
    void the_walk_has_seen_every_node_of_what_it_lets_pass() throws ReflectiveOperationException {
        int passed = 0;
        for (SqlTable table : SqlTable.all()) {
            for (SqlTable.Line line : table.lines()) {
                passed += line.reason() == null && isWalked(line.value(), table.settings()) ? 1 : 0;
            }
        }
        assertThat(passed).isGreaterThan(400);
    }

    @Test
    void the_walk_has_seen_every_node_of_sentences_out_of_the_grammar() throws ReflectiveOperationException {
        int passed = 0;
        for (long seed = 0; seed < 3000; seed++) {
            SqlDialect dialect = seed % 2 == 0 ? SqlDialect.POSTGRESQL : SqlDialect.SQLITE;
            passed += isWalked(
                            new SqlSentences(seed, dialect).statement(),
                            SqlSettings.reading(dialect, "*").withRecursion())
                    ? 1
                    : 0;
        }
        assertThat(passed).isGreaterThan(1000);
    }

    private static boolean isWalked(String statement, SqlSettings settings) throws ReflectiveOperationException {
        Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Statement tree;
        try {
            tree = SqlParser.parse(SqlScan.of(statement, settings), settings.dialect());
            new SqlStatement(settings, new SqlNames(settings), visited::add).check(tree);
        } catch (SqlRefused e) {
            return false;
        }
        Set<Object> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(tree, all);
        for (Object node : all) {
            assertThat(visited.contains(node))
                    .as("%s in %s", node.getClass(), statement)
                    .isTrue();
        }
        return true;
    }

    /** Whatever can be reached from here through any field, by reflection only. */
    private static void collect(@Nullable Object at, Set<Object> all) throws ReflectiveOperationException {
        if (at instanceof Collection<?> list) {
            for (Object element : list) {
                collect(element, all);
            }
        }
        if (at instanceof Map.Entry<?, ?> entry) {
            collect(entry.getKey(), all);
            collect(entry.getValue(), all);
        }
        if (at == null || at instanceof Enum || !at.getClass().getName().startsWith("net.sf.jsqlparser.")) {
            return;
        }
        all.add(at);
        for (Class<?> type = at.getClass();
                type.getName().startsWith("net.sf.jsqlparser.");
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    field.setAccessible(true);
                    collect(field.get(at), all);
                }
            }
        }
    }
}
