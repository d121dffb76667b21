package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalCsv;
import dev.lockkeeper.audit.JournalEntry;
import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalTail;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.audit.VerifyingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code lockkeeper audit}: reads the journal. Exit codes:
 *
 * <ul>
 *   <li>0: done; for {@code verify}: every record is there and unchanged
 *   <li>1: {@code verify} found something missing or changed
 *   <li>2: the command was not understood
 *   <li>3: the journal, or what was to be written, could not be read or written
 * </ul>
 */
@Command(
        name = "audit",
        description = "Reads the journal of decisions.",
        subcommands = {
            AuditCommand.Verify.class,
            AuditCommand.Tail.class,
            AuditCommand.Query.class,
            AuditCommand.Export.class
        })
public final class AuditCommand implements Callable<Integer> {

    static final int BROKEN = 1;
    static final int USAGE = 2;
    static final int IO = 3;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        AuditOptions.spec(spec)
                .commandLine()
                .usage(AuditOptions.spec(spec).commandLine().getErr());
        return USAGE;
    }

    @Command(
            name = "verify",
            description = "Verifies every record, segment and signature, offline and by the files alone.")
    static final class Verify implements Callable<Integer> {

        @Spec
        @Nullable CommandSpec spec;

        @Mixin
        AuditOptions options = new AuditOptions();

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "a public key kept elsewhere, instead of signing.pub")
        @Nullable Path key;

        @Option(names = "--json", description = "prints the result as JSON")
        boolean json;

        @Override
        public Integer call() {
            return AuditOptions.run(spec, options, (journal, out) -> {
                Verification result = key == null
                        ? JournalVerifier.verify(journal)
                        : JournalVerifier.verify(journal, VerifyingKey.parse(Files.readString(key)));
                out.println(json ? result.toJson().text() : text(result));
                return result.status() == Verification.Status.BROKEN ? BROKEN : 0;
            });
        }

        private static String text(Verification result) {
            var text = new StringBuilder();
            result.findings()
                    .forEach(finding -> text.append("broken: ").append(finding).append('\n'));
            result.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
            result.strands()
                    .forEach(strand -> text.append(String.format(
                            Locale.ROOT,
                            "%s: %d records, last %d, signed to %d, hash %s%n",
                            strand.name(),
                            strand.records(),
                            strand.lastSeq(),
                            strand.signedSeq(),
                            strand.lastHash())));
            text.append("key: ").append(result.key()).append('\n');
            return text.append(
                            switch (result.status()) {
                                case VERIFIED -> "verified";
                                case MENDED -> "verified, with a tail that was mended after a crash";
                                case BROKEN -> "BROKEN";
                            })
                    .toString();
        }
    }

    @Command(name = "tail", description = "Prints the last records, one line each.")
    static final class Tail implements Callable<Integer> {

        @Spec
        @Nullable CommandSpec spec;

        @Mixin
        AuditOptions options = new AuditOptions();

        @Option(
                names = "-n",
                paramLabel = "COUNT",
                defaultValue = "20",
                description = "how many; ${DEFAULT-VALUE} if not said")
        int count;

        @Option(names = "-f", description = "goes on with what comes")
        boolean follow;

        @Option(names = "--json", description = "prints whole records as JSON Lines")
        boolean json;

        @Override
        public Integer call() {
            return AuditOptions.run(spec, options, (journal, out) -> {
                if (count < 0) {
                    throw new IllegalArgumentException("-n is 0 or more");
                }
                Consumer<JournalEntry> print = entry -> {
                    out.println(json ? entry.toJson().text() : entry.line());
                    out.flush();
                };
                try (var tail = new JournalTail(journal)) {
                    tail.last(count).forEach(print);
                    if (follow) {
                        tail.follow(print);
                    }
                }
                return 0;
            });
        }
    }

    @Command(
            name = "query",
            description = "Prints the records that fit all that is asked, by time.",
            footer = {
                "",
                "--digest-of reads a value from standard input and finds the records in which it was redacted. It needs"
                        + " the journal's redaction.key."
            })
    static final class Query implements Callable<Integer> {

        @Spec
        @Nullable CommandSpec spec;

        @Mixin
        AuditOptions options = new AuditOptions();

        @Mixin
        AuditSelection selection = new AuditSelection();

        @Option(names = "--json", description = "prints whole records as JSON Lines")
        boolean json;

        @Override
        public Integer call() {
            return AuditOptions.run(spec, options, (journal, out) -> {
                selection.hint(AuditOptions.spec(spec).commandLine().getErr());
                JournalFilter filter = selection.filter(journal);
                if (!filter.containing().isEmpty() && !json) {
                    out.println(filter.containing());
                }
                long unreadable = new JournalQuery(journal)
                        .select(
                                filter,
                                entry -> out.println(json ? entry.toJson().text() : entry.line()));
                warn(unreadable, AuditOptions.spec(spec).commandLine().getErr());
                return 0;
            });
        }
    }

    @Command(name = "export", description = "Writes records as JSON Lines or CSV.")
    static final class Export implements Callable<Integer> {

        enum Format {
            JSONL,
            CSV
        }

        @Spec
        @Nullable CommandSpec spec;

        @Mixin
        AuditOptions options = new AuditOptions();

        @Mixin
        AuditSelection selection = new AuditSelection();

        @Option(names = "--format", defaultValue = "jsonl", description = "jsonl or csv; ${DEFAULT-VALUE} if not said")
        Format format = Format.JSONL;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "a new file; standard output if not said")
        @Nullable Path output;

        @Override
        public Integer call() {
            return AuditOptions.run(spec, options, (journal, out) -> {
                selection.hint(AuditOptions.spec(spec).commandLine().getErr());
                JournalFilter filter = selection.filter(journal);
                long unreadable;
                if (output == null) {
                    unreadable = write(journal, filter, out);
                } else {
                    try (var file = new PrintWriter(
                            Files.newBufferedWriter(output, java.nio.file.StandardOpenOption.CREATE_NEW))) {
                        unreadable = write(journal, filter, file);
                        if (file.checkError()) {
                            throw new IOException("the output cannot be written");
                        }
                    }
                }
                warn(unreadable, AuditOptions.spec(spec).commandLine().getErr());
                return 0;
            });
        }

        private long write(Path journal, JournalFilter filter, PrintWriter out) throws IOException {
            boolean csv = format == Format.CSV;
            if (csv) {
                out.print(JournalCsv.header() + "\r\n");
            }
            return new JournalQuery(journal)
                    .select(
                            filter,
                            entry -> out.print(
                                    csv
                                            ? JournalCsv.line(entry) + "\r\n"
                                            : entry.toJson().text() + "\n"));
        }
    }

    private static void warn(long unreadable, PrintWriter err) {
        if (unreadable > 0) {
            err.println(unreadable + " lines of the journal cannot be read. Run lockkeeper audit verify.");
        }
    }
}
