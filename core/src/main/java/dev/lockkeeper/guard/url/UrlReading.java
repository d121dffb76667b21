package dev.lockkeeper.guard.url;

/** What a text is as a URL. */
sealed interface UrlReading permits Url, Refusal {}
