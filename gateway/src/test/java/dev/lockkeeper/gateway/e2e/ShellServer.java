package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server of a few lines: {@code echo} answers, {@code hang} does not, and {@code wait} answers once the file
 * {@code go} is there, before which it makes the file {@code reached}.
 */
final class ShellServer {

    private static final String SCRIPT = """
            while IFS= read -r line; do
                id=${line#*'"id":'}
                id=${id%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*)
                        result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}' ;;
                    *'"method":"tools/list"'*)
                        schema='{"type":"object","properties":{"n":{"type":"integer"},"text":{"type":"string"}}}'
                        result='{"tools":[{"name":"echo","inputSchema":'$schema'},{"name":"hang","inputSchema":'$schema'},{"name":"wait","inputSchema":'$schema'}]}' ;;
                    *'"name":"hang"'*) continue ;;
                    *'"name":"wait"'*)
                        : > reached
                        while [ ! -e go ]; do /bin/sleep 0.02; done
                        result='{"content":[{"type":"text","text":"waited"}]}' ;;
                    *'"method":"tools/call"'*) result='{"content":[{"type":"text","text":"hello hello hello hello hello"}]}' ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    private ShellServer() {}

    /** The server's settings but its rules, in YAML's flow style without braces; it runs in the directory. */
    static String in(Path directory) throws IOException {
        Path script = directory.resolve("server.sh");
        Files.writeString(script, SCRIPT);
        return "run: "
                + JsonArray.ofStrings(List.of("/bin/sh", script.toString())).text() + ", directory: \"" + directory
                + "\", protocol: 2025-11-25";
    }
}
