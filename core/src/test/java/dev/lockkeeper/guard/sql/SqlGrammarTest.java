package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.RawFunction;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.ForMode;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.junit.jupiter.api.Test;

/** That no field of the parser's tree escapes the walk. A new version of the parser is looked at here first. */
class SqlGrammarTest {

    private static final String PARSER = "net.sf.jsqlparser.";

    /** Types that hold nothing that a walk would have to see. */
    private static final Set<String> PLAIN = Set.of(
            "boolean",
            "int",
            "char",
            "java.lang.Boolean",
            "java.lang.Integer",
            "java.lang.Double",
            "java.lang.String",
            "java.util.List<java.lang.String>",
            "java.util.List<java.lang.Integer>");

    @Test
    void what_is_not_walked_is_empty_or_holds_no_part_of_the_tree() {
        Set<String> wrong = new TreeSet<>();
        SqlGrammar.nodes().forEach((type, node) -> {
            for (Field field : fields(type)) {
                boolean plain = PLAIN.contains(field.getGenericType().getTypeName())
                        || field.getType().isEnum();
                if (node.ignores(field) && !plain) {
                    wrong.add(field.toGenericString());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_field_of_every_class_is_visited_or_ignored_or_has_to_be_empty() throws ReflectiveOperationException {
        int looked = 0;
        for (var entry : SqlGrammar.nodes().entrySet()) {
            var constructor = java.util.Arrays.stream(entry.getKey().getDeclaredConstructors())
                    .filter(one -> one.getParameterCount() == 0)
                    .findFirst();
            if (constructor.isEmpty()) {
                continue;
            }
            constructor.get().setAccessible(true);
            for (Field field : fields(entry.getKey())) {
                Object node = constructor.get().newInstance();
                Object value = something(field.getType());
                if (value == null || Modifier.isFinal(field.getModifiers())) {
                    continue;
                }
                field.setAccessible(true);
                field.set(node, value);
                boolean walked = false;
                for (int i = 0; i < entry.getValue().children(); i++) {
                    walked |= value.equals(entry.getValue().child(i, node));
                }
                assertThat(walked
                                || entry.getValue().ignores(field)
                                || !entry.getValue().isPlain(node))
                        .as("%s of %s", field.getName(), entry.getKey())
                        .isTrue();
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(250);
    }

    private static @org.jspecify.annotations.Nullable Object something(Class<?> type)
            throws ReflectiveOperationException {
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == int.class || type == Integer.class) {
            return 7;
        }
        if (type == String.class) {
            return "something";
        }
        if (type == List.class) {
            return new ArrayList<>(List.of("something"));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == Expression.class) {
            return new LongValue(7);
        }
        return null;
    }

    @Test
    void only_the_parsers_own_syntax_tree_is_transient() {
        for (Class<?> type : SqlGrammar.nodes().keySet()) {
            for (Class<?> at = type; at.getName().startsWith(PARSER); at = at.getSuperclass()) {
                assertThat(at.getDeclaredFields())
                        .filteredOn(field -> Modifier.isTransient(field.getModifiers()))
                        .allMatch(field -> field.getType() == Node.class);
            }
        }
    }

    @Test
    void a_class_is_known_by_itself_and_not_by_what_it_extends() {
        assertThat(SqlGrammar.of(Function.class)).isNotNull();
        assertThat(SqlGrammar.of(RawFunction.class)).isNull();
        assertThat(SqlGrammar.of(Select.class)).isNull();
        assertThat(SqlGrammar.of(new ExpressionList<>() {}.getClass())).isNull();
        assertThat(SqlGrammar.of(new ArrayList<>().getClass())).isNull();
    }

    @Test
    void what_has_to_be_empty_is_looked_at() {
        var select = new PlainSelect();
        var shape = java.util.Objects.requireNonNull(SqlGrammar.of(PlainSelect.class));
        assertThat(shape.isPlain(select)).isTrue();
        select.setForMode(ForMode.UPDATE);
        assertThat(shape.isPlain(select)).isFalse();
        var into = new PlainSelect();
        into.addIntoTables(new Table("stolen"));
        assertThat(shape.isPlain(into)).isFalse();
        var named = new ParenthesedSelect();
        named.setAlias(new Alias("x"));
        assertThat(java.util.Objects.requireNonNull(SqlGrammar.of(ParenthesedSelect.class))
                        .isPlain(named))
                .isTrue();
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at.getName().startsWith(PARSER); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }
}
