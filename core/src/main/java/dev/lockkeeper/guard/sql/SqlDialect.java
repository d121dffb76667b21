package dev.lockkeeper.guard.sql;

import dev.lockkeeper.yaml.Doc;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.parser.AbstractJSqlParser.Dialect;

/** The database that will read a statement: how it splits words, folds names, and what its catalogue is called. */
@SuppressWarnings("ImmutableEnumChecker") // Its lists and sets are made by List.of and Set.of.
public enum SqlDialect {
    @Doc("PostgreSQL. Unquoted names are lower case, quoted ones exact.")
    POSTGRESQL(
            Dialect.POSTGRESQL,
            "\"",
            List.of("pg_"),
            Set.of("information_schema", "pg_catalog", "pg_toast"),
            Set.of("->", "->>", "#>", "#>>", "#-", "@>", "<@", "?", "?|", "?&", "@@", "@?", "~", "~*", "!~", "!~*")),

    @Doc("SQLite. Names are the same in upper and lower case.")
    SQLITE(Dialect.ANSI_SQL, "\"`", List.of("sqlite_", "pragma_"), Set.of("temp"), Set.of("->", "->>", "~")),

    @Doc(
            "MySQL and MariaDB. Names are the same in upper and lower case; \" is refused, since it quotes names or texts.")
    MYSQL(
            Dialect.MYSQL,
            "`",
            List.of(),
            Set.of("mysql", "information_schema", "performance_schema", "sys", "ndbinfo"),
            Set.of("->", "->>", "<=>", "~")),

    @Doc("Any other: only what all of them read alike.")
    GENERIC(
            Dialect.ANSI_SQL,
            "\"",
            List.of(
                    "pg_",
                    "sqlite_",
                    "pragma_",
                    "dba_",
                    "sysobj",
                    "syscol",
                    "sysuser",
                    "all_tab",
                    "user_tab",
                    "all_user"),
            Set.of("information_schema", "pg_catalog", "pg_toast", "mysql", "performance_schema", "sys", "master"),
            Set.of());

    /** Whether a query of a WITH may be made of its own rows without the word RECURSIVE. */
    boolean recursesUnsaid() {
        return this == SQLITE || this == GENERIC;
    }

    /** Operators that every one of them splits from its neighbours and means alike. */
    private static final Set<String> COMMON = Set.of(
            "<", ">", "=", "<=", ">=", "<>", "!=", "+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "&&", "^");

    /** Tables that SQLite has without anybody having made them, and that tell more than rows. */
    private static final Set<String> SQLITE_BUILT_IN = Set.of(
            "dbstat", "fsdir", "bytecode", "tables_used", "completion", "csv", "zipfile", "stmt", "carray", "prefixes");

    private final Dialect parser;
    private final String nameQuotes;
    private final List<String> cataloguePrefixes;
    private final Set<String> catalogueSchemas;
    private final Set<String> operators;

    SqlDialect(
            Dialect parser,
            String nameQuotes,
            List<String> cataloguePrefixes,
            Set<String> catalogueSchemas,
            Set<String> operators) {
        this.parser = parser;
        this.nameQuotes = nameQuotes;
        this.cataloguePrefixes = cataloguePrefixes;
        this.catalogueSchemas = catalogueSchemas;
        this.operators = operators;
    }

    Dialect parser() {
        return parser;
    }

    boolean quotesNames(char c) {
        return nameQuotes.indexOf(c) >= 0;
    }

    boolean isOperator(String text) {
        return COMMON.contains(text) || operators.contains(text);
    }

    /** The name as the database stores or compares it; quotes are removed. */
    String fold(String name) {
        String bare = unquoted(name);
        return isQuoted(name) && (this == POSTGRESQL || this == GENERIC) ? bare : lower(bare);
    }

    /** A name out of the settings, which is written as the database stores it. */
    String stored(String name) {
        return this == POSTGRESQL || this == GENERIC ? name : lower(name);
    }

    static String unquoted(String name) {
        return isQuoted(name) ? name.substring(1, name.length() - 1) : name;
    }

    static boolean isQuoted(String name) {
        char first = name.isEmpty() ? 'a' : name.charAt(0);
        return name.length() > 1
                && (first == '"' || first == '`' || first == '\'')
                && name.charAt(name.length() - 1) == first;
    }

    /** Whether this folded name of a schema is of the catalogue, or of what only one session has. */
    boolean isCatalogueSchema(String schema) {
        String lower = lower(schema);
        // To MySQL a letter with an accent is the letter, so that names beyond ASCII may be of the catalogue too.
        return catalogueSchemas.contains(lower)
                || lower.startsWith("pg_")
                || this == MYSQL && !lower.chars().allMatch(c -> c < 0x80);
    }

    /** Whether this folded name of a table, in whichever schema, is of the catalogue. */
    boolean isCatalogueTable(String table) {
        String lower = lower(table);
        return startsWithAny(lower, cataloguePrefixes) || this == SQLITE && SQLITE_BUILT_IN.contains(lower);
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Lower case of ASCII only, as the databases do it. */
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowered(name);
            }
        }
        return name;
    }

    private static String lowered(String name) {
        var folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
