package dev.lockkeeper.yaml;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record as a mapping: which keys it has. What the binder and the schema both stand on.
 *
 * @param fields in the order of the components
 */
record Shape(Class<?> type, List<Field> fields) {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(
                    type,
                    Arrays.stream(type.getRecordComponents()).map(Field::new).toList());
        }
    };

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** The fields that are keys of the mapping, those of inlined records among them. */
    List<Field> keys() {
        List<Field> keys = new ArrayList<>();
        for (Field field : fields) {
            if (field.inline()) {
                keys.addAll(of(field.raw()).keys());
            } else if (!field.isPosition()) {
                keys.add(field);
            }
        }
        return keys;
    }

    /** The demands that this record and the inlined ones make on which keys are present. */
    List<NeedsOne> needs() {
        List<NeedsOne> needs = new ArrayList<>();
        NeedsOne own = type.getAnnotation(NeedsOne.class);
        if (own != null) {
            needs.add(own);
        }
        fields.stream()
                .filter(Field::inline)
                .forEach(field -> needs.addAll(of(field.raw()).needs()));
        return needs;
    }

    Constructor<?> constructor() throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor;
    }

    /** How the constants of an enum are written, in their order. */
    static Map<String, Object> constants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(java.lang.reflect.Field::isEnumConstant)
                .collect(Collectors.toMap(
                        field -> {
                            Name name = field.getAnnotation(Name.class);
                            return name == null
                                    ? field.getName().toLowerCase(Locale.ROOT).replace('_', '-')
                                    : name.value();
                        },
                        Shape::constant,
                        (a, b) -> a,
                        java.util.LinkedHashMap::new));
    }

    private static Object constant(java.lang.reflect.Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("an enum of settings is public", e);
        }
    }

    /** One component of a record. */
    record Field(RecordComponent component) {

        String key() {
            return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }

        Type type() {
            return component.getGenericType();
        }

        Class<?> raw() {
            return component.getType();
        }

        boolean inline() {
            return component.isAnnotationPresent(Inline.class);
        }

        boolean isPosition() {
            return raw() == Position.class;
        }

        boolean isCollection() {
            return List.class.isAssignableFrom(raw()) || Map.class.isAssignableFrom(raw());
        }

        boolean nullable() {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        boolean required() {
            return !isCollection() && !nullable() && get(Default.class) == null || minimum() > 0 && isCollection();
        }

        long minimum() {
            Range range = get(Range.class);
            return range == null ? 0 : range.min();
        }

        <A extends Annotation> @Nullable A get(Class<A> annotation) {
            return component.getAnnotation(annotation);
        }
    }
}
