package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonObject;

/** Where decisions are recorded before they take effect. Thread-safe. */
public interface Journal extends AutoCloseable {

    /**
     * Records and returns once the record is as durable as asked. Values under secret-looking members, and those that
     * match a configured pattern, are replaced by keyed digests before anything is written.
     *
     * @param type what happened, such as {@code decision}
     * @param body what is recorded
     * @return the record's reference, unique in this journal, by which it is found again
     * @throws JournalUnavailable when the record could not be made durable; nothing may be permitted then
     */
    String append(String type, JsonObject body, Durability durability) throws JournalUnavailable;

    @Override
    void close();
}
