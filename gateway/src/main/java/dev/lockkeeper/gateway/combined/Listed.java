package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.Json;
import java.util.List;

/**
 * What one server lists, all pages of it.
 *
 * @param entries as they were released to this caller
 * @param complete whether it is certain that the server lists nothing else to this caller
 */
record Listed(String server, List<Json> entries, boolean complete) {

    Listed {
        entries = List.copyOf(entries);
    }
}
