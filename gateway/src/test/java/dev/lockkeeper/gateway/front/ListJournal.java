package dev.lockkeeper.gateway.front;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory. */
final class ListJournal implements Journal {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public synchronized String append(String type, JsonObject body, Durability durability) {
        String reference = "r" + entries.size();
        entries.add(new Entry(type, body, reference));
        return reference;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Entry> refusals(String reason) {
        return entries.stream()
                .filter(entry -> entry.type().equals("refusal")
                        && reason.equals(entry.body().string("reason")))
                .toList();
    }

    @Override
    public void close() {}

    record Entry(String type, JsonObject body, String reference) {}
}
