package dev.lockkeeper.gateway.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page in the format of man(7), made from the command's own definition so that the two cannot differ. */
final class ManPage {

    private final CommandSpec command;
    private final String name;
    private final StringBuilder page = new StringBuilder(2048);

    private ManPage(CommandSpec command) {
        this.command = command;
        this.name = command.qualifiedName("-");
    }

    /** The file's name, such as {@code lockkeeper-policy-check.1}. */
    static String file(CommandSpec command) {
        return command.qualifiedName("-") + ".1";
    }

    static String of(CommandSpec command) {
        return new ManPage(command).write();
    }

    private String write() {
        page.append(".TH \"")
                .append(name.toUpperCase(java.util.Locale.ROOT))
                .append("\" \"1\" \"\" \"Lockkeeper ")
                .append(VersionCommand.version())
                .append("\"\n");
        section("NAME", name + " - " + text(command.usageMessage().description()));
        section("SYNOPSIS", synopsis());
        if (!command.options().isEmpty() || !command.positionalParameters().isEmpty()) {
            page.append(".SH OPTIONS\n");
            for (PositionalParamSpec positional : command.positionalParameters()) {
                entry(positional.paramLabel(), positional);
            }
            for (OptionSpec option : command.options()) {
                String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                entry(String.join(", ", option.names()) + label, option);
            }
        }
        if (!command.subcommands().isEmpty()) {
            page.append(".SH COMMANDS\n");
            for (CommandLine each : command.subcommands().values()) {
                CommandSpec verb = each.getCommandSpec();
                page.append(".TP\n.B ").append(escaped(verb.qualifiedName("-"))).append("(1)\n");
                page.append(escaped(text(verb.usageMessage().description()))).append('\n');
            }
        }
        String footer = text(command.usageMessage().footer());
        if (!footer.isBlank()) {
            section("NOTES", footer);
        }
        section(
                "EXIT STATUS",
                "0 done; 1 the answer is no; 2 usage; 3 a configuration or journal that cannot be read; 4 policy tests failed.");
        return page.toString();
    }

    private String synopsis() {
        return new Help(command, Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .strip();
    }

    private void section(String heading, String body) {
        page.append(".SH \"")
                .append(heading)
                .append("\"\n")
                .append(escaped(body))
                .append('\n');
    }

    private void entry(String label, ArgSpec argument) {
        page.append(".TP\n.B ").append(escaped(label)).append('\n');
        page.append(escaped(text(argument.description()))).append('\n');
    }

    private static String text(String... lines) {
        List<String> kept = Arrays.stream(lines).filter(line -> !line.isBlank()).toList();
        return String.join(" ", kept).replace("%n", " ").replace("%%", "%");
    }

    // A line that starts with a dot or an apostrophe would be a request; a hyphen would be set as a dash.
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (String line : text.split("\n", -1)) {
            String safe = line.replace("\\", "\\e").replace("-", "\\-").strip();
            out.append(out.isEmpty() ? "" : "\n");
            out.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
                    .append(safe);
        }
        return out.toString();
    }
}
