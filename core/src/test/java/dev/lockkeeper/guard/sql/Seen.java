package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/**
 * What a real database did with a statement, by the strongest user there is.
 *
 * @param output all that came back: rows, messages, warnings
 * @param failed whether it was refused or broken off by the database
 * @param tables what was opened, other than by the observer
 * @param harm what was changed, left behind or waited for
 */
record Seen(String output, boolean failed, Set<String> tables, List<String> harm) {

    /** Stands in the table that is nobody's business, and in what else may not come out. */
    static final String CANARY = "CANARY-7391";

    /** Whether it did nothing but read these tables. */
    void assertHarmless(String sql, Set<String> allowed) {
        assertThat(harm).as(sql).isEmpty();
        assertThat(tables).as(sql).isSubsetOf(allowed);
        assertThat(output).as(sql).doesNotContain(CANARY).doesNotContain("root:x:0:");
    }
}
