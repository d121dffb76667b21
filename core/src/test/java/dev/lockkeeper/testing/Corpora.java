package dev.lockkeeper.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Public test data that lies next to the checkout, never in it. Where it is absent, the test that asks for it is skipped
 * and says so; the repository's own {@code testdata} proves the same.
 */
public final class Corpora {

    private static final int BLOCK = 512;

    private Corpora() {}

    /** The folder of the corpora, whether it exists or not. */
    public static Path root() {
        return Checkout.root().resolveSibling("shared").resolve("corpora").normalize();
    }

    /** A file of the corpora, such as {@code conformance/jsonschema-jss.tgz}; skips the test where it is absent. */
    public static Path file(String path) {
        Path file = root().resolve(path);
        Assumptions.assumeTrue(
                Files.isReadable(file), () -> "skipped: there is no corpus " + path + " beside the checkout");
        return file;
    }

    /** The text of a file of the corpora; skips the test where it is absent. */
    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The regular files of a gzipped tar archive, by their path in it, unpacked in memory; skips where it is absent. */
    public static Map<String, byte[]> unpack(String path) {
        Path file = file(path);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return untar(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads ustar, GNU long names and pax paths. */
    static Map<String, byte[]> untar(byte[] archive) {
        Map<String, byte[]> files = new TreeMap<>();
        String longName = "";
        for (int at = 0; at + BLOCK <= archive.length && archive[at] != 0; ) {
            int size = Integer.parseInt(field(archive, at + 124, 12).strip(), 8);
            char type = (char) archive[at + 156];
            byte[] content = new byte[size];
            System.arraycopy(archive, at + BLOCK, content, 0, size);
            if (type == 'L') {
                longName = field(content, 0, size);
            } else if (type == 'x') {
                longName = paxPath(content);
            } else {
                if (type == '0' || type == 0) {
                    files.put(longName.isEmpty() ? ustarName(archive, at) : longName, content);
                }
                longName = "";
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return files;
    }

    private static String ustarName(byte[] archive, int header) {
        String name = field(archive, header, 100);
        boolean ustar = field(archive, header + 257, 6).equals("ustar");
        String prefix = ustar ? field(archive, header + 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String paxPath(byte[] content) {
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
            int path = line.indexOf(" path=");
            if (path >= 0) {
                return line.substring(path + " path=".length());
            }
        }
        return "";
    }

    private static String field(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(new ByteArrayInputStream(bytes, from, end - from).readAllBytes(), StandardCharsets.UTF_8);
    }
}
