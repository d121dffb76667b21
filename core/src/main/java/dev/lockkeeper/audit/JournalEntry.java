package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonObject;

/**
 * A record as it was read back. That it can be read does not mean that it was verified.
 *
 * @param reference such as {@code strand-0/123}
 * @param record the whole record
 */
public record JournalEntry(String reference, JsonObject record) {

    private static final int MOST = 200;

    /** A string member; empty where it is absent or not a string. */
    public String string(String name) {
        String value = record.string(name);
        return value == null ? "" : value;
    }

    /** The record with its reference as first member, as it is exported. */
    public JsonObject toJson() {
        var json = JsonObject.EMPTY.with("reference", reference);
        var members = new java.util.LinkedHashMap<>(json.members());
        members.putAll(record.members());
        return new JsonObject(members);
    }

    /** The record in one line for a person; what a peer wrote is escaped. */
    public String line() {
        var line = new StringBuilder();
        line.append(string("time"), 0, Math.min(23, string("time").length()));
        line.append("  ").append(reference).append("  ").append(string("type"));
        if (string("type").equals("kill")) {
            return line.append("  ").append(stopped()).toString();
        }
        for (String member : new String[] {"outcome", "caller", "server", "method", "target", "reason", "rule"}) {
            String value = string(member);
            if (!value.isEmpty()) {
                line.append("  ").append(Printable.name(value));
            }
        }
        String message = string("message");
        if (!message.isEmpty()) {
            line.append("  ").append(Printable.line(message.substring(0, Math.min(MOST, message.length()))));
        }
        return line.toString();
    }

    private String stopped() {
        var line = new StringBuilder(Printable.name(string("outcome")));
        boolean all = true;
        for (String member : new String[] {"tool", "server", "caller"}) {
            String value = string(member);
            if (!value.isEmpty()) {
                line.append("  ").append(member).append(' ').append(Printable.name(value));
                all = false;
            }
        }
        line.append(all ? "  everything" : "").append("  by ").append(Printable.name(string("by")));
        String because = string("because");
        return because.isEmpty()
                ? line.toString()
                : line + ": " + Printable.line(because.substring(0, Math.min(MOST, because.length())));
    }
}
