package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.time.Duration;

/** How much a client may send, how slowly, and how often at once. */
@Doc("Bounds of the HTTP entrance.")
public record ListenLimits(
        @Doc("The longest request body, in bytes.") @Default("4194304") @Range(min = 1, max = 1 << 30)
        int bodyBytes,

        @Doc("The longest request header, in bytes.") @Default("16384") @Range(min = 1, max = 1 << 20)
        int headerBytes,

        @Doc("From the first byte of a request to the end of its header; handshakes included.") @Default("10s")
        Duration headerTime,

        @Doc("From the end of the header to the end of the body.") @Default("30s")
        Duration bodyTime,

        @Doc("For a client to take one message.") @Default("30s")
        Duration writeTime,

        @Doc("For a connection without a request.") @Default("60s")
        Duration idleTime,

        @Doc("Between two comments on a quiet stream.") @Default("15s")
        Duration keepAlive,

        @Doc("How long a request may take before its answer becomes a stream.") @Default("1s")
        Duration streamAfter,

        @Doc("Connections at once.") @Default("1024") @Range(min = 1, max = 1_000_000)
        int connections,

        @Doc("Connections at once from one address; 0 for no bound.") @Default("0") @Range(max = 1_000_000)
        int connectionsPerAddress,

        @Doc("Requests at once.") @Default("256") @Range(min = 1, max = 1_000_000)
        int requests,

        @Doc("Requests of one caller at once.") @Default("64") @Range(min = 1, max = 1_000_000)
        int requestsPerCaller,

        @Doc("Open GET streams and subscriptions of one caller.") @Default("16") @Range(min = 1, max = 1_000_000)
        int streamsPerCaller) {}
