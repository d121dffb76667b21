package dev.lockkeeper.gateway.config;

import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;

/** Bounds that hold wherever a message comes from. */
@Doc("Bounds that hold wherever a message comes from.")
public record LimitSettings(
        @Doc("Bounds of one message.") @Default("{}") JsonBounds json,

        @Doc("Bounds of argument values where a tool's schema states none.") @Default("{}")
        ArgumentBounds arguments,

        @Doc("Bounds of conversations.") @Default("{}") SessionBounds sessions,

        @Doc("How much callers may call.") @Default("{}") CallLimits calls) {}
