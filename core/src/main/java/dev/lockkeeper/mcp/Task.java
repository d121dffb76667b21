package dev.lockkeeper.mcp;

/**
 * A task that a server made of a call, to be asked for later.
 *
 * @param id chosen by the server
 * @param call the call, as its final result is judged
 * @param decision the journal's reference of the decision that permitted the call
 */
public record Task(String id, ToolCall call, String decision) {}
