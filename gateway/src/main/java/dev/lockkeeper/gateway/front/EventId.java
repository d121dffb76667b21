package dev.lockkeeper.gateway.front;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands among all streams of a session.
 *
 * @param listening whether the stream was opened by GET, and so carries no answer
 * @param stream counts the streams of the session
 * @param number counts the events of the session
 */
record EventId(boolean listening, long stream, long number) {

    private static final Pattern FORM = Pattern.compile("([gp])([0-9]{1,15}+)-([0-9]{1,15}+)");

    static Optional<EventId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new EventId(
                        parts.group(1).equals("g"), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return (listening ? "g" : "p") + stream + "-" + number;
    }
}
