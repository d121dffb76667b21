package dev.lockkeeper.guard.result;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds hosts that only exist inside: private addresses, internal names, URLs with them, and connection strings. */
final class Hosts implements Span.Finder {

    static final String MARK = "[host]";
    static final String PORT = "[port]";
    static final String CONNECTION = "[connection]";

    private static final int LONGEST_URL = 4_096;
    private static final int LONGEST_NAME = 253;
    private static final int MOST_PAIRS = 64;

    private static final Set<String> DATABASES = Set.of(
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "mongodb",
            "mongodb+srv",
            "redis",
            "rediss",
            "amqp",
            "amqps",
            "sqlserver",
            "mssql",
            "oracle",
            "clickhouse",
            "cockroachdb",
            "cassandra",
            "neo4j",
            "bolt",
            "memcached",
            "nats",
            "kafka",
            "ldap",
            "ldaps",
            "sqlite",
            "db2",
            "snowflake",
            "jdbc",
            "odbc",
            "tcp",
            "unix");

    private static final List<String> SUFFIXES = List.of(
            ".local",
            ".localdomain",
            ".internal",
            ".intranet",
            ".lan",
            ".corp",
            ".home",
            ".private",
            ".svc",
            ".cluster.local",
            ".consul",
            ".home.arpa",
            ".localhost",
            ".docker");

    // Services that stand inside, by the ports that are theirs.
    private static final Set<String> PORTS = Set.of(
            "1433", "1521", "2181", "2379", "3000", "3306", "4222", "5000", "5432", "5433", "5601", "5672", "5984",
            "6379", "6380", "6432", "7000", "7687", "8000", "8080", "8081", "8443", "8500", "8529", "9000", "9042",
            "9090", "9092", "9200", "9300", "11211", "15672", "26257", "27017", "27018");

    // After these a name is a host's, whatever it looks like.
    private static final List<String> BEFORE = List.of(
            "ENOTFOUND ",
            "EAI_AGAIN ",
            "ECONNREFUSED ",
            "UnknownHostException: ",
            "unknown host ",
            "lookup ",
            "resolve host: ",
            "resolve host ",
            "resolve ",
            "host=",
            "hostname=",
            "host name ",
            "server host ",
            "connect to ",
            "connection to ",
            "server on ",
            "server at ",
            "HTTPConnectionPool(",
            "server=");

    private static final Set<String> KEYS = Set.of(
            "host",
            "hostaddr",
            "server",
            "data source",
            "address",
            "addr",
            "port",
            "user",
            "username",
            "user id",
            "uid",
            "password",
            "pwd",
            "dbname",
            "database",
            "initial catalog",
            "driver",
            "dsn",
            "sslmode",
            "sid",
            "service_name",
            "trusted_connection",
            "integrated security");

    @Override
    public @Nullable Span at(String text, int from) {
        char c = text.charAt(from);
        if (Chars.isLetter(c)) {
            Span url = url(text, from);
            if (url != null) {
                return url;
            }
            Span pairs = pairs(text, from);
            if (pairs != null) {
                return pairs;
            }
            if (Chars.goesOn(text, from, "port ")) {
                int digits = Chars.digits(text, from + 5);
                return digits - from > 6 ? new Span(from + 5, digits, PORT) : null;
            }
            Span after = after(text, from);
            return after != null ? after : name(text, from);
        }
        if (Chars.isDigit(c)) {
            Span address = v4(text, from);
            return address != null ? address : v6(text, from, from);
        }
        return c == '[' ? v6(text, from, from + 1) : c == ':' ? v6(text, from, from) : null;
    }

    private static @Nullable Span url(String text, int from) {
        int i = from;
        while (i - from < 20 && (Chars.isWord(Chars.at(text, i)) || "+-.".indexOf(Chars.at(text, i)) >= 0)) {
            i++;
        }
        boolean jdbc = Chars.goesOn(text, from, "jdbc:");
        if (!jdbc && !text.startsWith("://", i)) {
            return null;
        }
        String scheme = text.substring(from, i).toLowerCase(Locale.ROOT);
        int end = jdbc ? from : i + 3;
        // A bracket that is closed belongs to it: an address of IPv6, or the mark where a password was.
        boolean open = false;
        while (end < text.length()
                && end - from < LONGEST_URL
                && text.charAt(end) > ' '
                && (open && text.charAt(end) == ']' || "\"'`<>()]}|".indexOf(text.charAt(end)) < 0)) {
            open = text.charAt(end) == '[' || open && text.charAt(end) != ']';
            end++;
        }
        while (end > i + 3 && ".,;:!?".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (scheme.equals("file") && !jdbc) {
            return null;
        }
        if (jdbc || DATABASES.contains(scheme)) {
            return new Span(from, end, CONNECTION);
        }
        int path = i + 3;
        while (path < end && "/?#".indexOf(text.charAt(path)) < 0) {
            path++;
        }
        String authority = text.substring(i + 3, path);
        if (authority.isEmpty()) {
            return new Span(from, end, Paths.MARK);
        }
        int user = authority.lastIndexOf('@');
        if (user >= 0) {
            return new Span(from, end, CONNECTION);
        }
        // A URL of a host that everybody may know stays as it is.
        return isInside(authority) ? new Span(from, end, MARK) : new Span(from, end, null);
    }

    private static boolean isInside(String authority) {
        if (authority.startsWith("[")) {
            return v6(authority, 0, 1) != null;
        }
        int port = authority.indexOf(':');
        String host = (port < 0 ? authority : authority.substring(0, port)).toLowerCase(Locale.ROOT);
        Span address = host.isEmpty() || !Chars.isDigit(host.charAt(0)) ? null : v4(host, 0);
        return address != null || isInternal(host) || !host.isEmpty() && host.indexOf('.') < 0;
    }

    private static boolean isInternal(String host) {
        return host.equals("localhost") || SUFFIXES.stream().anyMatch(host::endsWith);
    }

    // host=a port=5432 dbname=b; Server=a;Database=b
    private static @Nullable Span pairs(String text, int from) {
        int end = from;
        int known = 0;
        for (int pairs = 0; pairs < MOST_PAIRS; pairs++) {
            int key = end;
            while (Chars.isWord(Chars.at(text, key)) || Chars.at(text, key) == ' ' && key - end < 24) {
                key++;
            }
            if (Chars.at(text, key) != '='
                    || key == end
                    || !KEYS.contains(text.substring(end, key).strip().toLowerCase(Locale.ROOT))) {
                break;
            }
            int value = key + 1;
            if (Chars.isQuote(Chars.at(text, value)) && Chars.closed(text, value, 200) > 0) {
                value = Chars.closed(text, value, 200) + 1;
            }
            while (value < text.length()
                    && value - key < 200
                    && text.charAt(value) > ' '
                    && ";,\"')]}".indexOf(text.charAt(value)) < 0) {
                value++;
            }
            known++;
            end = value;
            int next = end;
            while (";, ".indexOf(Chars.at(text, next)) >= 0 && next - end < 3) {
                next++;
            }
            if (next == end) {
                break;
            }
            from = Math.min(from, end);
            if (!startsPair(text, next)) {
                break;
            }
            end = next;
        }
        return known > 1 ? new Span(from, end, CONNECTION) : null;
    }

    private static boolean startsPair(String text, int from) {
        int key = from;
        while (Chars.isWord(Chars.at(text, key)) || Chars.at(text, key) == ' ' && key - from < 24) {
            key++;
        }
        return Chars.at(text, key) == '='
                && KEYS.contains(text.substring(from, key).strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable Span after(String text, int from) {
        for (String before : BEFORE) {
            if (!Chars.goesOn(text, from, before)) {
                continue;
            }
            int name = from + before.length();
            name = Chars.goesOn(text, name, "host=") ? name + 5 : name;
            boolean quoted = Chars.isQuote(Chars.at(text, name));
            name = quoted ? name + 1 : name;
            int end = name;
            while (Chars.isWord(Chars.at(text, end)) || ".-".indexOf(Chars.at(text, end)) >= 0 && end < text.length()) {
                if (end++ - name > LONGEST_NAME) {
                    return null;
                }
            }
            while (end > name && text.charAt(end - 1) == '.') {
                end--;
            }
            boolean sure = quoted
                    || Chars.isLetter(before.charAt(0)) && before.startsWith("E")
                    || before.endsWith(": ")
                    || before.endsWith("=");
            boolean looks = text.substring(name, end).chars().anyMatch(c -> c == '-' || Chars.isDigit((char) c));
            if (end > name && !Chars.isDigit(text.charAt(name)) && (sure || looks)) {
                return new Span(name, port(text, end), MARK);
            }
        }
        return null;
    }

    // Of the form name.internal, localhost:80, or db:5432.
    private static @Nullable Span name(String text, int from) {
        int end = from;
        boolean dotted = false;
        while (end - from < LONGEST_NAME && (Chars.isWord(Chars.at(text, end)) || isInner(text, end))) {
            dotted |= text.charAt(end) == '.';
            end++;
        }
        String name = text.substring(from, end).toLowerCase(Locale.ROOT);
        if (isInternal(name)) {
            return new Span(from, port(text, end), MARK);
        }
        int port = port(text, end);
        return !dotted && port > end && PORTS.contains(text.substring(end + 1, port))
                ? new Span(from, port, MARK)
                : null;
    }

    private static boolean isInner(String text, int at) {
        char c = Chars.at(text, at);
        return (c == '.' || c == '-') && Chars.isWord(Chars.at(text, at + 1));
    }

    private static int port(String text, int from) {
        int end = Chars.at(text, from) == ':' ? Chars.digits(text, from + 1) : from;
        return end > from + 1 && end - from < 7 ? end : from;
    }

    private static @Nullable Span v4(String text, int from) {
        int[] parts = new int[4];
        int i = from;
        for (int part = 0; part < 4; part++) {
            int end = Chars.digits(text, i);
            if (end == i || end - i > 3 || part < 3 && Chars.at(text, end) != '.') {
                return null;
            }
            parts[part] = Integer.parseInt(text, i, end, 10);
            i = part < 3 ? end + 1 : end;
        }
        boolean further =
                Chars.isWord(Chars.at(text, i)) || Chars.at(text, i) == '.' && Chars.isDigit(Chars.at(text, i + 1));
        return !further && isPrivate(parts[0], parts[1]) ? new Span(from, port(text, i), MARK) : null;
    }

    private static boolean isPrivate(int first, int second) {
        return first == 10
                || first == 127
                || first == 0
                || first == 172 && second >= 16 && second < 32
                || first == 192 && second == 168
                || first == 169 && second == 254
                || first == 100 && second >= 64 && second < 128;
    }

    private static @Nullable Span v6(String text, int from, int address) {
        int end = address;
        int colons = 0;
        while (end - address < 46 && (Character.digit(Chars.at(text, end), 16) >= 0 || Chars.at(text, end) == ':')) {
            colons += text.charAt(end) == ':' ? 1 : 0;
            end++;
        }
        if (colons < 2 || Chars.isWord(Chars.at(text, end))) {
            return null;
        }
        String value = text.substring(address, end).toLowerCase(Locale.ROOT);
        boolean inside = value.startsWith("::1") || value.equals("::") || isLocal(value) && value.indexOf(':') == 4;
        if (!inside || value.equals("::") && from == address) {
            return null;
        }
        return from == address
                ? new Span(from, end, MARK)
                : Chars.at(text, end) == ']' ? new Span(from, port(text, end + 1), MARK) : null;
    }

    private static boolean isLocal(String value) {
        return value.startsWith("fc")
                || value.startsWith("fd")
                || value.startsWith("fe8")
                || value.startsWith("fe9")
                || value.startsWith("fea")
                || value.startsWith("feb");
    }
}
