package dev.lockkeeper.gateway.upstream;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a server a session of processes of its own (POSIX, setsid), so that whatever it starts is found after it is
 * gone, when nobody is its parent any more. Works where the system has {@code setsid} and {@code /proc}; a process that
 * opens a session in its turn is not found.
 */
final class ProcessSession {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Optional<Path> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .map(Path::of)
            .filter(setsid -> Files.isExecutable(setsid) && Files.isReadable(PROCESSES.resolve("self/stat")))
            .findFirst();

    private ProcessSession() {}

    static boolean available() {
        return SETSID.isPresent();
    }

    /**
     * The command that starts a command in a session of its own, as the same process; the command itself where that is
     * not possible.
     *
     * @throws IOException when there is no such program, which setsid would say only on standard error
     */
    static List<String> of(List<String> command, @Nullable Path directory) throws IOException {
        if (SETSID.isEmpty()) {
            return command;
        }
        List<String> own = new ArrayList<>();
        own.add(SETSID.get().toString());
        own.add(program(command.getFirst(), directory));
        own.addAll(command.subList(1, command.size()));
        return own;
    }

    /** Who is alive in the session that a process led or leads. */
    static List<ProcessHandle> members(ProcessHandle leader) {
        List<ProcessHandle> members = new ArrayList<>();
        // INVARIANT: a session keeps its number from being given away; whoever has it now and is another is none of
        // ours.
        if (!available()
                || ProcessHandle.of(leader.pid())
                        .filter(now -> !now.equals(leader))
                        .isPresent()) {
            return members;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (session(process) == leader.pid()) {
                    ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
                            .ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            // Those that are known without it are ended nevertheless.
        }
        return members;
    }

    /** Whether a process has ended, though nobody has asked how. */
    static boolean defunct(ProcessHandle process) {
        return status(PROCESSES.resolve(String.valueOf(process.pid())))
                .getFirst()
                .equals("Z");
    }

    private static long session(Path process) {
        try {
            List<String> status = status(process);
            return status.size() > 3 ? Long.parseLong(status.get(3)) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** State, parent, group, session and more; one empty text where there is no such process. */
    private static List<String> status(Path process) {
        try {
            // pid (name) state parent group session …; a name may hold anything.
            String text = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return List.of(text.substring(text.lastIndexOf(')') + 1).strip().split(" "));
        } catch (IOException e) {
            return List.of(""); // it ended meanwhile
        }
    }

    // As execvp would look for it, but in the gateway's own PATH: the server may have none.
    private static String program(String name, @Nullable Path directory) throws IOException {
        if (name.indexOf('/') >= 0) {
            Path place = Objects.requireNonNullElse(directory, Path.of("")).resolve(name);
            if (runs(place)) {
                return name;
            }
        } else {
            for (String folder :
                    Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator)) {
                Path place = Path.of(folder, name);
                if (place.isAbsolute() && runs(place)) {
                    return place.toString();
                }
            }
        }
        throw new FileNotFoundException("no such program");
    }

    private static boolean runs(Path place) {
        return Files.isRegularFile(place) && Files.isExecutable(place);
    }
}
