package dev.lockkeeper.guard.sql;

import java.util.Random;

/**
 * Statements out of a grammar that knows what attackers know: other tables in all places and spellings, functions that
 * read and wait, changes inside of queries. Most of what it says is harmless, so that a guard that only refuses shows.
 */
final class SqlSentences {

    private final Random random;
    private final SqlDialect dialect;
    private int depth;
    /** One in this many choices is a nasty one. */
    private final int nasty;

    SqlSentences(long seed, SqlDialect dialect) {
        this.random = new Random(seed);
        this.dialect = dialect;
        this.nasty = random.nextBoolean() ? 400 : 25;
    }

    String statement() {
        String statement = query();
        return switch (random.nextInt(40)) {
            case 0 -> statement + ";";
            case 1 -> evil() ? statement + "; DELETE FROM orders" : statement;
            case 2 -> evil() ? statement + " -- " : statement;
            case 3 -> evil() ? "EXPLAIN ANALYZE " + statement : statement;
            case 4 -> evil() ? statement + " FOR UPDATE" : statement;
            case 5 -> statement.replace(' ', '\n');
            default -> statement;
        };
    }

    private boolean evil() {
        return random.nextInt(nasty) == 0;
    }

    private String query() {
        if (++depth > 5) {
            depth--;
            return "SELECT 1 AS id";
        }
        String query = switch (random.nextInt(8)) {
            case 0 -> with();
            case 1 -> select() + pick(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ") + select();
            case 2 -> select() + " ORDER BY 1 LIMIT " + pick("1", "10", "(SELECT 2)");
            default -> select();
        };
        depth--;
        return query;
    }

    private String with() {
        String name = pick("a", "b", "secret", "orders", "\"secret\"", "pg_authid", "sqlite_master");
        String body = evil()
                ? pick(
                        "DELETE FROM orders RETURNING id",
                        "UPDATE orders SET total = 0 RETURNING id",
                        "INSERT INTO orders (id) VALUES (99) RETURNING id",
                        "SELECT id FROM " + name)
                : query();
        String start = pick("WITH ", "WITH ", "WITH RECURSIVE ") + name + pick("", "(id)") + " AS (" + body + ") ";
        return start
                + pick("SELECT * FROM ", "SELECT id FROM ", "SELECT COUNT(*) FROM ")
                + pick(name, name, "orders", spelt("secret"));
    }

    private String select() {
        var text = new StringBuilder("SELECT ");
        text.append(pick("", "", "DISTINCT ")).append(items());
        if (random.nextInt(6) > 0) {
            text.append(" FROM ").append(source("t0"));
            for (int i = random.nextInt(3); i > 0; i--) {
                text.append(pick(" JOIN ", " LEFT JOIN ", " CROSS JOIN ", ", "));
                boolean on = text.charAt(text.length() - 2) == 'N'
                        && !text.toString().endsWith("CROSS JOIN ");
                text.append(source("t" + i)).append(on ? " ON " + condition() : "");
            }
            if (random.nextBoolean()) {
                text.append(" WHERE ").append(condition());
            }
            if (random.nextInt(6) == 0) {
                text.append(" GROUP BY 1").append(pick("", " HAVING COUNT(*) > 0"));
            }
        }
        return text.toString();
    }

    private String items() {
        return switch (random.nextInt(6)) {
            case 0 -> "*";
            case 1 -> "COUNT(*)";
            case 2 -> expression() + " AS x, " + expression();
            case 3 -> "t0.*";
            default -> expression() + pick("", " AS id");
        };
    }

    private String source(String alias) {
        return switch (random.nextInt(8)) {
            case 0 -> "(" + query() + ") AS " + alias;
            case 1 -> evil() ? nastySource() + " AS " + alias : "customers AS " + alias;
            case 2 -> evil() ? "(TABLE " + pick("secret", "pg_authid") + ") " + alias : "items " + alias;
            case 3 -> dialect == SqlDialect.POSTGRESQL ? "LATERAL (" + query() + ") " + alias : "products " + alias;
            default -> spelt(pick("orders", "customers", "items", "products")) + " " + alias;
        };
    }

    private String nastySource() {
        return pick(
                spelt("secret"),
                "revealing",
                "other.orders",
                "pg_authid",
                "pg_catalog.pg_shadow",
                "information_schema.tables",
                "sqlite_master",
                "pragma_table_list",
                "ONLY secret",
                "(TABLE pg_authid)",
                "'secret'",
                "pg_ls_dir('.')",
                "generate_series(1, 1000000000)",
                "json_each('[1]')",
                "my_function(1)",
                "dblink('x', 'y')");
    }

    private String spelt(String table) {
        return switch (random.nextInt(12)) {
            case 0 -> "\"" + table + "\"";
            case 1 -> evil() ? "\"" + table.toUpperCase(java.util.Locale.ROOT) + "\"" : table;
            case 2 -> table.toUpperCase(java.util.Locale.ROOT);
            case 3 -> evil() ? (dialect == SqlDialect.SQLITE ? "main." : "public.") + table : table;
            case 4 -> evil() ? "`" + table + "`" : table;
            case 5 -> evil() ? "[" + table + "]" : table;
            default -> table;
        };
    }

    private String condition() {
        return switch (random.nextInt(9)) {
            case 0 -> "EXISTS (" + query() + ")";
            case 1 -> "(" + condition() + " OR " + condition() + ")";
            case 2 -> "NOT " + condition();
            case 3 -> "t0.id IN (" + query() + ")";
            case 4 -> evil() ? "t0.id IN revealing" : "t0.id IN (1, 2)";
            case 5 -> "t0.id BETWEEN 1 AND 3";
            case 6 -> expression() + " IS NOT NULL";
            default -> "t0.id " + pick("=", "<>", ">=", "<") + " " + pick("1", "t0.id", "(SELECT MAX(id) FROM orders)");
        };
    }

    private String expression() {
        if (++depth > 6) {
            depth--;
            return "1";
        }
        String expression = switch (random.nextInt(16)) {
            case 0 -> "(" + query() + ")";
            case 1 -> "CASE WHEN " + condition() + " THEN " + expression() + " ELSE " + expression() + " END";
            case 2 -> pick("UPPER", "LOWER", "LENGTH", "TRIM") + "('" + text() + "')";
            case 3 -> "COALESCE(" + expression() + ", " + expression() + ")";
            case 4 -> "CAST(" + expression() + " AS " + pick("TEXT", "TEXT", "INTEGER", "REAL") + ")";
            case 5 -> evil() ? nastyExpression() : "'" + text() + "'";
            case 6 -> "t0.id " + pick("+", "-", "*", "%") + " 2";
            case 7 -> "SUM(t0.id) OVER (" + pick("", "ORDER BY t0.id", "PARTITION BY t0.id") + ")";
            case 8 -> pick("MAX", "MIN", "COUNT") + "(t0.id)";
            case 9 -> evil() ? "t0" : "t0.id";
            case 10 -> "'" + text() + "' || '" + text() + "'";
            case 11 -> dialect == SqlDialect.POSTGRESQL ? "row_to_json(t0)" : "typeof(t0.id)";
            default -> pick("1", "t0.id", "NULL", "CURRENT_DATE", "-1.5", "1e2");
        };
        depth--;
        return expression;
    }

    private String text() {
        return pick(
                "a",
                "O''Brien",
                "-- no comment",
                "/* neither */",
                "; DROP TABLE orders",
                "$$",
                "\\\\",
                evil() ? "\\" : "b",
                evil() ? "\\' OR 1=1 OR '" : "\"",
                "ü😀",
                "CAN" + "ARY");
    }

    private String nastyExpression() {
        return pick(
                "pg_sleep(20)",
                "pg_read_file('/etc/passwd')",
                "query_to_xml('SELECT * FROM secret', true, true, '')::text",
                "table_to_xml('secret', true, true, '')::text",
                "database_to_xml(true, true, '')::text",
                "my_function(1)",
                "t0.reveal",
                "reveal(t0)",
                "nextval('ids')",
                "setval('ids', 99)",
                "set_config('work_mem', '1MB', false)",
                "current_setting('data_directory')",
                "pg_advisory_lock(1)",
                "lo_get(4711)",
                "lo_import('/etc/passwd')",
                "'secret'::regclass",
                "obj_description('secret'::regclass)",
                "load_extension('x')",
                "randomblob(1000000000)",
                "hex(randomblob(100000000))",
                "(SELECT token FROM secret)",
                "(SELECT rolpassword FROM pg_authid WHERE rolname = 'canary')",
                "(SELECT sql FROM sqlite_master LIMIT 1)",
                "(SELECT CAST(token AS text) FROM " + spelt("secret") + ")",
                "pg_catalog.lower('x')",
                "public.my_function(1)",
                "\"my_function\"(1)",
                "(t0).id",
                "current_user",
                "sqlite_version()");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
