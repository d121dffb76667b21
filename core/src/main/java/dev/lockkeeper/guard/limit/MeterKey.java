package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Caller;

/**
 * Whose use is counted. INVARIANT: made of the authenticated caller, the name of a server in the configuration, and of
 * a tool that the server lists; never of what a peer may choose freely.
 */
record MeterKey(Per per, String scheme, String caller, String server, String tool) {

    static MeterKey all() {
        return new MeterKey(Per.ALL, "", "", "", "");
    }

    static MeterKey of(Caller caller) {
        return new MeterKey(Per.CALLER, caller.scheme(), caller.name(), "", "");
    }

    static MeterKey task(Caller caller, String server) {
        return new MeterKey(Per.TASK, caller.scheme(), caller.name(), server, "");
    }

    static MeterKey tool(Caller caller, String server, String tool) {
        return new MeterKey(Per.TOOL, caller.scheme(), caller.name(), server, tool);
    }

    static MeterKey server(String server) {
        return new MeterKey(Per.SERVER, "", "", server, "");
    }
}
