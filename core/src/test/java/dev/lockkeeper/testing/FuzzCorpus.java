package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept for a fuzz test, where Jazzer looks for them. */
public final class FuzzCorpus {

    private FuzzCorpus() {}

    /** The inputs of all methods of a fuzz test class of this module. */
    public static List<ByteBuffer> of(Class<?> test) throws IOException {
        Path folder = Path.of("src/test/resources", test.getName().replace('.', '/') + "Inputs");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(FuzzCorpus::read).toList();
        }
    }

    private static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
