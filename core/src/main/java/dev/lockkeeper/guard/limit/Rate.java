package dev.lockkeeper.guard.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * So many within a time: the most at once, and what comes back evenly over that time.
 *
 * @param count 1 or more, and no more than the period has nanoseconds
 * @param per longer than nothing
 */
public record Rate(long count, Duration per) {

    /** How a rate is written: {@code 600/1m}, or {@code 64Mi/1m} for bytes. */
    static final String FORM = "[1-9][0-9]{0,11}(Ki|Mi|Gi)?/[1-9][0-9]{0,5}(ms|s|m|h|d)";

    /** How a time within a time is written: {@code 10m/1h}. */
    static final String TIME_FORM = "[1-9][0-9]{0,5}(ms|s|m|h|d)/[1-9][0-9]{0,5}(ms|s|m|h|d)";

    private static final int MOST_TIMES = 1000;

    public Rate {
        if (count < 1 || per.isNegative() || per.isZero() || per.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("A rate has a count above 0 and a time of at most 366 days.");
        }
        if (count > per.toNanos()) {
            throw new IllegalArgumentException("A rate is at most one for each nanosecond of its time.");
        }
    }

    /**
     * Reads a rate such as {@code 600/1m}.
     *
     * @throws IllegalArgumentException when the text has another form, or the rate is out of bounds
     */
    public static Rate of(String text) {
        int slash = text.indexOf('/');
        try {
            return new Rate(count(text.substring(0, slash)), duration(text.substring(slash + 1)));
        } catch (IndexOutOfBoundsException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("A rate is written as a count and a time, such as 600/1m.", e);
        }
    }

    /**
     * Reads a time within a time such as {@code 10m/1h}, as a rate of microseconds.
     *
     * @throws IllegalArgumentException when the text has another form, or the rate is out of bounds
     */
    static Rate ofTime(String text) {
        int slash = text.indexOf('/');
        try {
            Duration spent = duration(text.substring(0, slash));
            Duration per = duration(text.substring(slash + 1));
            if (spent.dividedBy(MOST_TIMES).compareTo(per) > 0) {
                throw new IllegalArgumentException(
                        "More than " + MOST_TIMES + " times the time itself is no limit; write none.");
            }
            return new Rate(TimeUnit.MICROSECONDS.convert(spent), per);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "A time is written with that in which it comes back, such as 10m/1h.", e);
        }
    }

    private static long count(String text) {
        int digits = digits(text);
        long factor = switch (text.substring(digits)) {
            case "" -> 1;
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            default -> throw new NumberFormatException(text);
        };
        return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor);
    }

    private static Duration duration(String text) {
        int digits = digits(text);
        long amount = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new NumberFormatException(text);
        };
    }

    private static int digits(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
