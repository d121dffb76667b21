package dev.lockkeeper.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a text, the texts of a list, or the keys of a map must match as a whole; RE2 and ECMA-262 read it alike. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Matches {

    String value();

    /** What is expected, in words. */
    String words();
}
