package dev.lockkeeper.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** At least one of these keys must be present; with {@code exactly}, no more than one. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface NeedsOne {

    String[] value();

    boolean exactly() default false;
}
