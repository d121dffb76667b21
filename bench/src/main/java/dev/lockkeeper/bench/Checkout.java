package dev.lockkeeper.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checkout that is measured, with the program as it was built. */
record Checkout(Path root) {

    /** Where the launcher says it is. */
    static Checkout here() {
        return new Checkout(Path.of(System.getProperty("lockkeeper.root", "")).toAbsolutePath());
    }

    /** The gateway's jar. */
    Path jar() throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(root.resolve("gateway/target"), "lockkeeper-gateway-*.jar")) {
            for (Path jar : jars) {
                if (!jar.toString().matches(".*-(sources|tests)\\.jar")) {
                    return jar;
                }
            }
        }
        throw new IllegalStateException("The gateway is not built; run ./lockkeeper build.");
    }

    /** The command that the launcher would run for a verb, up to the verb. */
    List<String> program(String verb) throws IOException {
        List<String> command = new ArrayList<>(List.of(Java.program()));
        Path options = root.resolve("gateway/src/jvm/" + verb + ".options");
        command.add("@" + (Files.exists(options) ? options : options.resolveSibling("other.options")));
        Path cache = root.resolve("gateway/target/" + verb + ".aot");
        // An older cache is of another jar, and the launcher leaves it alone too.
        if (Files.exists(cache) && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar())) > 0) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }
}
