package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.json.JsonObject;

/** A journal that remembers whether its last record could be written. */
final class WatchedJournal implements Journal {

    private final Journal journal;
    private volatile boolean works = true;

    WatchedJournal(Journal journal) {
        this.journal = journal;
    }

    boolean works() {
        return works;
    }

    @Override
    public String append(String type, JsonObject body, Durability durability) throws JournalUnavailable {
        try {
            String reference = journal.append(type, body, durability);
            works = true;
            return reference;
        } catch (JournalUnavailable e) {
            works = false;
            throw e;
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
