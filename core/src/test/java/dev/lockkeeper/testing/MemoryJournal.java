package dev.lockkeeper.testing;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory that can be made to fail. */
public final class MemoryJournal implements Journal {

    /** One record as it was appended. */
    public record Entry(String type, JsonObject body, Durability durability) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    @Override
    public synchronized String append(String type, JsonObject body, Durability durability) throws JournalUnavailable {
        if (broken) {
            throw new JournalUnavailable("broken by the test", new IOException("no space left"));
        }
        entries.add(new Entry(type, body, durability));
        return "memory/" + entries.size();
    }

    public List<Entry> entries() {
        return entries;
    }

    public List<Entry> entries(String type) {
        return entries.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    @Override
    public void close() {}
}
