package dev.lockkeeper.guard.secret;

import dev.lockkeeper.secret.Kind;

/**
 * What was found at one place; never what it says.
 *
 * @param pointer a JSON Pointer (RFC 6901), with placeholders where a name is itself a secret
 * @param count how many of the kind are there
 */
public record Found(Kind kind, String pointer, int count) {}
