package dev.lockkeeper.audit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted. Immutable; starts from {@link #ALL} and is narrowed.
 *
 * @param members wanted values of string members
 * @param from the first time wanted, as records write it; empty where there is none
 * @param to the first time no longer wanted; empty where there is none
 * @param reference the only record wanted; empty where any is
 * @param containing a text that the record must contain, such as a keyed digest; empty where there is none
 */
public record JournalFilter(Map<String, String> members, String from, String to, String reference, String containing) {

    public static final JournalFilter ALL = new JournalFilter(Map.of(), "", "", "", "");

    public JournalFilter {
        members = Map.copyOf(members);
    }

    /** Narrowed to records whose member has this value; unchanged where the value is null. */
    public JournalFilter with(String member, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<>(members);
        more.put(member, value);
        return new JournalFilter(more, from, to, reference, containing);
    }

    /** Narrowed to this range of time; null leaves an end open. */
    public JournalFilter between(java.time.@Nullable Instant start, java.time.@Nullable Instant end) {
        return new JournalFilter(
                members,
                start == null ? from : RecordLine.time(start),
                end == null ? to : RecordLine.time(end),
                reference,
                containing);
    }

    /** Narrowed to one record. */
    public JournalFilter at(@Nullable String wanted) {
        return wanted == null ? this : new JournalFilter(members, from, to, wanted, containing);
    }

    /** Narrowed to records that contain this text in their JSON. */
    public JournalFilter containing(@Nullable String text) {
        return text == null ? this : new JournalFilter(members, from, to, reference, text);
    }

    /** Whether the record is wanted. */
    public boolean accepts(JournalEntry entry) {
        String time = entry.string("time");
        return members.entrySet().stream()
                        .allMatch(want -> entry.string(want.getKey()).equals(want.getValue()))
                && (from.isEmpty() || time.compareTo(from) >= 0)
                && (to.isEmpty() || time.compareTo(to) < 0)
                && (reference.isEmpty() || reference.equals(entry.reference()))
                && (containing.isEmpty() || entry.record().text().contains(containing));
    }

    /** Whether a strand can hold what is wanted. */
    boolean mayAccept(String strand) {
        return reference.isEmpty() || reference.startsWith(strand + "/");
    }
}
