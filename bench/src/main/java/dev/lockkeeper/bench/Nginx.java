package dev.lockkeeper.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The plain proxy that the gateway is compared with. */
final class Nginx {

    static final String ABSENT = "nginx is not installed, so it is left out; `apt-get install nginx-light` brings it.";

    private Nginx() {}

    /** Where it is installed. */
    static Optional<Path> program() {
        String path = System.getenv("PATH") == null ? "" : System.getenv("PATH");
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What it says of its version. */
    static String version() throws IOException {
        Optional<Path> program = program();
        return program.isEmpty()
                ? "no nginx"
                : Java.output(List.of(program.get().toString(), "-v")).strip().replaceFirst(".*: ", "");
    }

    /** Starts it before a server on this port; returns the process and its port. */
    static Running start(Path program, Stage stage, int backend) throws IOException, InterruptedException {
        Path place = Files.createDirectory(stage.place().resolve("nginx"));
        int port = freePort();
        Path file = Files.writeString(place.resolve("nginx.conf"), configuration(backend, port));
        Child process = stage.keep(Child.start(
                "nginx",
                place,
                Map.of(),
                List.of(program.toString(), "-e", "stderr", "-p", place.toString(), "-c", file.toString())));
        stage.awaitListening(port);
        return new Running(process, port);
    }

    private static String configuration(int backend, int port) {
        return """
                    daemon off;
                    worker_processes auto;
                    pid nginx.pid;
                    error_log stderr warn;
                    events { worker_connections 4096; }
                    http {
                      access_log off;
                      client_body_temp_path body;
                      proxy_temp_path proxy;
                      fastcgi_temp_path fastcgi;
                      uwsgi_temp_path uwsgi;
                      scgi_temp_path scgi;
                      keepalive_requests 100000000;
                      upstream backend { server 127.0.0.1:%d; keepalive 128; keepalive_requests 100000000; }
                      server {
                        listen 127.0.0.1:%d backlog=4096;
                        location / {
                          proxy_pass http://backend;
                          proxy_http_version 1.1;
                          proxy_set_header Connection "";
                        }
                      }
                    }
                    """.formatted(backend, port);
    }

    record Running(Child process, int port) {}

    // It cannot be asked which port it took, so it is given one that was free a moment ago.
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
