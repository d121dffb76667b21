package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ProtocolVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the version of the program, the JVM and the protocol. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        String newest = ProtocolVersion.LATEST.text();
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? JsonObject.EMPTY
                                        .with("version", version())
                                        .with("java", Runtime.version().toString())
                                        .with("protocol", newest)
                                        .text()
                                : "lockkeeper " + version() + " (MCP " + newest + ", Java " + Runtime.version() + ")");
        return ExitCode.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"lockkeeper " + version()};
    }

    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
