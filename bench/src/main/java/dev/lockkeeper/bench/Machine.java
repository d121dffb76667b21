package dev.lockkeeper.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on, without its name. */
final class Machine {

    private Machine() {}

    static String described(Path disk) throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%d cores%s, %d GB of memory, %s %s on %s, %s of %s, %s, the journal on %s; generator, backend and all between them on this one machine."
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        Math.round(system.getTotalMemorySize() / 1e9),
                        System.getProperty("os.name"),
                        System.getProperty("os.version").replaceFirst("-.*", ""),
                        System.getProperty("os.arch"),
                        "JDK " + Runtime.version(),
                        System.getProperty("java.vendor"),
                        Nginx.version(),
                        Files.getFileStore(disk).type());
    }

    /** How many files and connections one process may have open. */
    static int openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? (int) Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount())
                : Integer.MAX_VALUE;
    }

    private static String processor() throws IOException {
        Path information = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(information)) {
            return "";
        }
        return Files.readAllLines(information).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> " (" + line.replaceFirst(".*: ", "").strip() + ")")
                .orElse("");
    }
}
