package dev.lockkeeper.guard.sql;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one class of the parser's tree consists of. Each of its fields is a child that is walked, or harmless whatever it
 * says, or must be empty: there is no fourth, so what the next version of the parser adds is refused until it is named.
 */
final class Node {

    private final Field[] children;
    private final Field[] mustBeEmpty;

    /**
     * @param children names of fields, separated by blanks
     * @param harmless names of fields, separated by blanks
     */
    Node(Class<?> type, String children, String harmless) {
        Set<String> walked = names(children);
        Set<String> free = names(harmless);
        Set<String> unknown = new HashSet<>(walked);
        unknown.addAll(free);
        List<Field> visit = new ArrayList<>();
        List<Field> empty = new ArrayList<>();
        for (Class<?> at = type; isParsers(at); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                unknown.remove(field.getName());
                // The parser's own syntax tree, which it does not build unless asked to.
                if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) {
                    continue;
                }
                field.setAccessible(true);
                if (walked.contains(field.getName())) {
                    visit.add(field);
                } else if (!free.contains(field.getName())) {
                    empty.add(field);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(type + " has no field " + unknown);
        }
        this.children = visit.toArray(Field[]::new);
        this.mustBeEmpty = empty.toArray(Field[]::new);
    }

    private static Set<String> names(String fields) {
        return fields.isEmpty() ? Set.of() : Set.of(fields.split(" "));
    }

    private static boolean isParsers(@Nullable Class<?> type) {
        return type != null && type.getName().startsWith("net.sf.jsqlparser.");
    }

    /** Whether this field is neither walked nor has to be empty. */
    boolean ignores(Field field) {
        return !List.of(children).contains(field) && !List.of(mustBeEmpty).contains(field);
    }

    int children() {
        return children.length;
    }

    /** The child in this place: null, a node, a list of them, or what no grammar knows. */
    @Nullable Object child(int place, Object node) {
        return get(children[place], node);
    }

    /** Whether the child in this place is one of these fields, separated by blanks. */
    boolean isNamed(int place, String fields) {
        String name = children[place].getName();
        int at = fields.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            if ((at == 0 || fields.charAt(at - 1) == ' ') && (end == fields.length() || fields.charAt(end) == ' ')) {
                return true;
            }
            at = fields.indexOf(name, end);
        }
        return false;
    }

    /** Whether every field that must be empty is so. */
    boolean isPlain(Object node) {
        for (Field field : mustBeEmpty) {
            if (!isEmpty(get(field, node))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean flag -> !flag;
            case Number number -> number.doubleValue() == 0;
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private static @Nullable Object get(Field field, Object node) {
        try {
            return field.get(node);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
