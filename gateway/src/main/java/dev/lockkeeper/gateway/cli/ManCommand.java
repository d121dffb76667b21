package dev.lockkeeper.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints or writes the manual pages. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Print the manual page of lockkeeper, or write the pages of all verbs to a directory.")
final class ManCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Write one file for each verb there, such as ~/.local/share/man/man1.")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        if (directory == null) {
            spec.commandLine().getOut().print(ManPage.of(root));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        try {
            Files.createDirectories(directory);
            for (CommandSpec each : all(root)) {
                Files.writeString(directory.resolve(ManPage.file(each)), ManPage.of(each));
            }
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.FAILED, "The pages cannot be written to " + directory + "; choose another directory.");
        }
        return ExitCode.OK;
    }

    private static List<CommandSpec> all(CommandSpec command) {
        List<CommandSpec> all = new ArrayList<>(List.of(command));
        for (CommandLine each : command.subcommands().values()) {
            all.addAll(all(each.getCommandSpec()));
        }
        return all;
    }
}
