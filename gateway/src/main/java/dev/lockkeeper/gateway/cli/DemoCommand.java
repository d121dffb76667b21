package dev.lockkeeper.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a real client at work with real servers through the gateway. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "See a real client work with real servers through the gateway, and an attack refused.")
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keep", description = "Leave the gateway running afterwards and print how to connect to it.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        // What the servers print would get between the lines of the story.
        System.setProperty("org.slf4j.simpleLogger.log.dev.lockkeeper", "error");
        Path peers = peers();
        Path place = Files.createTempDirectory("lockkeeper-demo-").toRealPath();
        // The process may end only once the directory is gone.
        try (var stop = new StopSignal()) {
            try {
                return perform(place, peers, out, stop);
            } finally {
                DemoStage.remove(place);
            }
        }
    }

    private int perform(Path place, Path peers, PrintWriter out, StopSignal stop) throws Exception {
        try (DemoStage stage = DemoStage.set(place, peers)) {
            boolean told = new DemoStory(stage, out).tell();
            if (keep) {
                stage.connections().forEach(out::println);
                out.flush();
                stop.await();
            }
            out.println(
                    told ? "Done; nothing is left behind." : "That is not how the story should go. Please report it.");
            return told ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static Path peers() throws IOException {
        String root = System.getProperty("lockkeeper.root");
        Path peers = Path.of(root == null ? "." : root, "testdata", "node").toRealPath();
        if (!Files.isDirectory(peers.resolve("node_modules"))) {
            throw new CliFailure(
                    ExitCode.FAILED,
                    "The demo's client and servers are not installed; run ./lockkeeper demo from a checkout.");
        }
        return peers;
    }
}
