package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where clients reach the gateway over HTTP. */
@Doc("The HTTP entrance.")
public record ListenSettings(
        @Doc("The address to bind. Anything but loopback demands authentication and TLS.") @Default("\"127.0.0.1\"")
        String host,

        @Doc("0 for a free one.") @Default("7777") @Range(max = 65535)
        int port,

        @Doc("The address of /healthz and /readyz.") @Default("\"127.0.0.1\"")
        String healthHost,

        @Doc("The port of /healthz and /readyz; 0 for a free one.") @Default("7778") @Range(max = 65535)
        int healthPort,

        @Doc("What a Host header may say besides the loopback names: name, or name:port.")
        List<String> allowedHosts,

        @Doc("Web origins that may call, such as https://app.example.")
        List<String> allowedOrigins,

        @Doc("Your word that a proxy in front ends TLS, so that a listener beyond loopback may go without.")
        @Default("false")
        boolean plaintextBehindProxy,

        @Doc("TLS 1.3; without it the entrance speaks plaintext, and only on loopback.") @Nullable TlsFiles tls,

        @Doc("Bounds.") @Default("{}") ListenLimits limits) {}
