package dev.lockkeeper.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This JDK, and what it and the system tell of processes. */
final class Java {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)$");
    /** What a collector puts where it leaves a gap, and counts with the objects. */
    private static final Pattern FILLER =
            Pattern.compile("(?m)^ *[0-9]+: +[0-9]+ +([0-9]+) +.*jdk\\.internal\\.vm\\.Filler.*$");

    private Java() {}

    static String program() {
        return tool("java");
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The class path of this process, for one in another directory. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The bytes of the live objects of a Java process, after a full collection. */
    static long liveBytes(long pid) throws IOException {
        String histogram = output(List.of(tool("jcmd"), Long.toString(pid), "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("jcmd tells no total of live objects");
        }
        long fillers = FILLER.matcher(histogram)
                .results()
                .mapToLong(filler -> Long.parseLong(filler.group(1)))
                .sum();
        return Long.parseLong(total.group(1)) - fillers;
    }

    /** The resident memory of a process in bytes. */
    static long residentBytes(long pid) {
        try {
            String kilobytes = output(List.of("ps", "-o", "rss=", "-p", Long.toString(pid)))
                    .strip();
            return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) << 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program prints, on either stream. */
    static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return text;
    }
}
