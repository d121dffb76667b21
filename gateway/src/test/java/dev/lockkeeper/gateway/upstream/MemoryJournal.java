package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps its records in memory. */
final class MemoryJournal implements Journal {

    final List<JsonObject> records = new CopyOnWriteArrayList<>();

    @Override
    public String append(String type, JsonObject body, Durability durability) {
        records.add(body);
        return "r" + records.size();
    }

    @Override
    public void close() {}
}
