package dev.lockkeeper.gateway.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. Exit codes: 0 done, 1 the answer is no, 2 usage, 3 invalid configuration, 4 policy tests failed. */
@Command(
        name = "lockkeeper",
        description = "A zero-trust gateway for the Model Context Protocol.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            ServeCommand.class,
            StdioCommand.class,
            AuditCommand.class,
            TokenCommand.class,
            KillCommand.class,
            ReviveCommand.class,
            InventoryCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            VersionCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // $HOME before the list of users, as other programs do it.
        String home = System.getenv("HOME");
        if (home != null && !home.isEmpty()) {
            System.setProperty("user.home", home);
        }
        System.exit(commandLine().execute(arguments));
    }

    /** All verbs, ready to be executed or looked at. */
    public static CommandLine commandLine() {
        var main = new CommandLine(new Main())
                .addSubcommand(new PolicyCommand(Wiring::schemaGuards))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(Main::failed);
        explainItself(main);
        return main;
    }

    private static void explainItself(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getSubcommands().values().forEach(Main::explainItself);
    }

    private static int usage(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println("lockkeeper: " + (unknownVerb(problem) ? verbs(problem) : sentence(problem.getMessage())));
        err.println("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static boolean unknownVerb(ParameterException problem) {
        return problem instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !problem.getCommandLine().getSubcommands().isEmpty();
    }

    private static String verbs(ParameterException problem) {
        return "There is no such verb. There are: "
                + String.join(", ", problem.getCommandLine().getSubcommands().keySet()) + ".";
    }

    // INVARIANT: never a stack trace; what a person can do about it stands in the sentence.
    private static int failed(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        if (problem instanceof CliFailure failure) {
            command.getErr().println("lockkeeper: " + sentence(failure.getMessage()));
            return failure.exitCode();
        }
        command.getErr()
                .println("lockkeeper: This should not happen ("
                        + problem.getClass().getSimpleName() + ": " + sentence(problem.getMessage())
                        + "). Please report it.");
        return ExitCode.FAILED;
    }

    private static String sentence(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "no further word" : message.strip();
    }
}
