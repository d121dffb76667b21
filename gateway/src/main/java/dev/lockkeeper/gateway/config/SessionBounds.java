package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.time.Duration;

/** Bounds of conversations. */
@Doc("Bounds of conversations.")
public record SessionBounds(
        @Doc("Conversations at once.") @Default("1000") @Range(min = 1, max = 1_000_000)
        int total,

        @Doc("Conversations of one caller at once.") @Default("50") @Range(min = 1, max = 1_000_000)
        int perCaller,

        @Doc("How long a conversation is kept without a message.") @Default("1h")
        Duration idleTime) {}
