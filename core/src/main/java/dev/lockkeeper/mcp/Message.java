package dev.lockkeeper.mcp;

/** One JSON-RPC 2.0 message, with the bytes it came in. */
public sealed interface Message permits Request, Notification, Response {

    Wire wire();
}
