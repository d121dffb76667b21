package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.guard.path.PathStyle;
import dev.lockkeeper.guard.shell.ArgvGuard;
import dev.lockkeeper.guard.shell.CommandRules;
import dev.lockkeeper.guard.shell.OperandRule;
import dev.lockkeeper.guard.shell.OperandType;
import dev.lockkeeper.guard.shell.Operands;
import dev.lockkeeper.guard.shell.ShellGuard;
import dev.lockkeeper.guard.shell.ShellSettings;
import dev.lockkeeper.guard.sql.SqlDialect;
import dev.lockkeeper.guard.sql.SqlGuard;
import dev.lockkeeper.guard.sql.SqlSettings;
import dev.lockkeeper.guard.sql.StatementKind;
import dev.lockkeeper.guard.url.EmailGuard;
import dev.lockkeeper.guard.url.EmailSettings;
import dev.lockkeeper.guard.url.HostGuard;
import dev.lockkeeper.guard.url.HostSettings;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The guards of arguments that a parser, a shell or the system will read. */
final class SizedArguments {

    /** The longest path of the settings, and of Linux without the NUL at its end. */
    private static final int LONGEST_PATH = 65_536;

    private static final int LONGEST_OF_KERNEL = 4_095;
    private static final int LONGEST_URL = 65_536;
    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_MAIL = 254;
    private static final int LONGEST_COMMAND = 131_071;
    private static final int MOST_WORDS = 4_096;
    private static final int LONGEST_STATEMENT = 100_000;

    private static final String LONG_WORD = "some words with blanks ".repeat(11) + "and others";

    private SizedArguments() {}

    static List<Sized> all() {
        return List.of(
                new Sized("a path by its text", LONGEST_PATH, Reason.PATH_TOO_LONG, size -> path(size, "/segment")),
                new Sized(
                        "the same with percent signs",
                        LONGEST_PATH,
                        Reason.PATH_TOO_LONG,
                        size -> path(size, "/my%20segment")),
                new Sized("a path on the disk", LONGEST_OF_KERNEL, Reason.PATH_TOO_LONG, SizedArguments::pathOnDisk),
                url("a URL", "https://api.example.com/v1/search?q=gate", "&name=value/with/some-text_in.it"),
                url(
                        "a URL of encoded ones",
                        "https://api.example.com/v1?q=gate",
                        "&next=https%3A%2F%2Fexample.org%2Fa"),
                url("a URL of an international host", "https://b\u00fccher.de/v1?q=gate", "&name=value/with/text"),
                new Sized("a host", LONGEST_HOST, Reason.HOST_MALFORMED, SizedArguments::host),
                new Sized("a mail address", LONGEST_MAIL, Reason.EMAIL_MALFORMED, SizedArguments::mail),
                new Sized("a command line", LONGEST_COMMAND, Reason.SHELL_TOO_LONG, SizedArguments::commandLine),
                new Sized("a list of words", LONGEST_COMMAND, Reason.SHELL_TOO_LONG, SizedArguments::words),
                new Sized("a statement", LONGEST_STATEMENT, Reason.SQL_TOO_COMPLEX, SizedArguments::statement));
    }

    private static Sized.Question path(int size, String piece) {
        var settings = new PathSettings(
                List.of(),
                List.of("/workspace"),
                PathMode.LEXICAL,
                PathStyle.POSIX,
                List.of("**/.git/**", "**/.env"),
                List.of(),
                null,
                "",
                LONGEST_PATH,
                255);
        return of(new PathGuard(settings, Access.WRITE), Samples.filled("/workspace", piece, size));
    }

    private static Sized.Question pathOnDisk(int size) {
        Path root = Samples.directory("path");
        PathSettings settings = PathSettings.writing(root.toString()).withMode(PathMode.REAL);
        String path = Samples.filled(root.toString(), "/segment-of-a-longer-path", size);
        try {
            if (size <= LONGEST_OF_KERNEL) {
                Files.createDirectories(Path.of(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(new PathGuard(settings, Access.WRITE), path);
    }

    private static Sized url(String what, String start, String piece) {
        UrlSettings settings =
                UrlSettings.DEFAULT.withHosts("*.example.com", "b\u00fccher.de").withMost(LONGEST_URL);
        return new Sized(
                what,
                LONGEST_URL,
                Reason.URL_TOO_LONG,
                size -> of(new UrlGuard(settings, Resolver.NONE), Samples.filled(start, piece, size)));
    }

    private static Sized.Question host(int size) {
        var guard = new HostGuard(HostSettings.DEFAULT.withHosts("*"), Resolver.NONE);
        return of(guard, Samples.filled("one", ".gate", size - 4) + ".com");
    }

    private static Sized.Question mail(int size) {
        return of(new EmailGuard(EmailSettings.DEFAULT), Samples.filled("ann@one", ".gate", size - 4) + ".com");
    }

    private static ShellSettings notes() {
        CommandRules rules = CommandRules.NOTHING.withOperands(OperandRule.of(OperandType.TEXT, MOST_WORDS));
        return ShellSettings.of(Map.of("note", rules)).withBounds(LONGEST_COMMAND, MOST_WORDS);
    }

    private static Operands operands() {
        return Operands.NONE
                .with(OperandType.PATH, path -> Assessment.fit())
                .with(OperandType.PATH_TREE, path -> Assessment.fit());
    }

    private static Sized.Question commandLine(int size) {
        String quoted = " '" + LONG_WORD + "' \"and 'others' in quotes\" and\\ one";
        return of(new ShellGuard(notes(), operands()), Samples.filled("note --", quoted, size));
    }

    private static Sized.Question words(int size) {
        var arguments = new JsonArray(Collections.nCopies(size / LONG_WORD.length(), new JsonString(LONG_WORD)));
        return of(new ArgvGuard(notes().withCommand("note"), operands()), arguments);
    }

    // Each time another statement, since one that was judged is remembered; making it is measured too.
    private static Sized.Question statement(int size) {
        var settings = new SqlSettings(
                SqlDialect.POSTGRESQL,
                List.of(StatementKind.SELECT),
                List.of("orders", "customers"),
                Map.of(),
                List.of(),
                List.of(),
                0,
                LONGEST_STATEMENT,
                40,
                10_000,
                false);
        var guard = new SqlGuard(settings);
        int[] number = {1_000_000};
        String report = SqlBenchmark.REPORT + " AND c.name IN ('nobody'";
        String name = ", 'a name that is as long as those of some towns in Wales'";
        int end = ") LIMIT 1000000".length();
        String names = name.repeat((size - report.length() - end) / name.length());
        String blanks = " ".repeat(size - report.length() - names.length() - end);
        String start = report + names + blanks + ") LIMIT ";
        return () -> guard.judge(start + number[0]++);
    }

    private static Sized.Question of(ValueGuard guard, String text) {
        return of(guard, new JsonString(text));
    }

    private static Sized.Question of(ValueGuard guard, Json value) {
        return () -> guard.judge(value);
    }
}
