package dev.lockkeeper.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A text alone stands for a list. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface OneOrMany {

    /** Whether the text is split on blanks; quotes are refused then, since no shell reads them. */
    boolean split() default false;
}
