package dev.lockkeeper.guard.url;

/** What a text is as a host. */
sealed interface HostReading permits Host, Refusal {}
