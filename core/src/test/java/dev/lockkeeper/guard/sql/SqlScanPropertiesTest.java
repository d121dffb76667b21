package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SqlScanPropertiesTest {

    @Property(tries = 5000)
    void tokens_are_all_of_the_text_but_its_blanks(@ForAll("texts") String text, @ForAll SqlDialect dialect) {
        SqlScan scan;
        try {
            scan = SqlScan.of(text, SqlSettings.reading(dialect));
        } catch (SqlRefused refused) {
            assertThat(refused.reason().code()).startsWith("sql.");
            return;
        }
        int at = 0;
        for (int i = 0; i < scan.count(); i++) {
            assertThat(text.substring(at, scan.start(i))).isBlank();
            assertThat(scan.end(i)).isGreaterThan(scan.start(i));
            at = scan.end(i);
        }
        assertThat(text.substring(at).replace(";", "")).isBlank();
        assertThat(blanks(scan.forParser())).isEqualTo(blanks(text));
    }

    private static String blanks(String text) {
        return text.replace('\n', ' ').replace('\t', ' ').replace('\r', ' ');
    }

    @Property(tries = 2000)
    void a_text_in_quotes_is_one_token_in_every_dialect(@ForAll("contents") String content, @ForAll SqlDialect dialect)
            throws SqlRefused {
        SqlScan scan = SqlScan.of("SELECT '" + content.replace("'", "''") + "' FROM t", SqlSettings.reading(dialect));
        assertThat(scan.count()).isEqualTo(4);
        assertThat(scan.kind(1)).isEqualTo(SqlScan.Kind.TEXT);
    }

    /** Of what begins and ends things, so that all of it meets. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "e", "SELECT", " ", "\n", "'", "''", "\"", "`", "\\", "--", "-", "/*", "*/", "*", "#", ";",
                        "(", ")", "[", "]", "1", ".", "1e5", "$$", "$1", ":", "::", "?", "@", "<", ">", "=", "|", "&",
                        "ü", "\u00a0", "\u2019", "\0", "x'", "E'", "U&'", "case ", "end ", "not ", ",")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.strings().withChars("ab ';-*/\"`$#()\n,ü").ofMaxLength(12);
    }
}
