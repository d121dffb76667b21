package dev.lockkeeper.bench;

import java.util.Collection;
import java.util.Locale;

/** Medians, and numbers as they are printed. */
final class Numbers {

    private Numbers() {}

    static double median(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Nanoseconds as milliseconds. */
    static String millis(double nanos) {
        return fixed(nanos / 1e6, Math.abs(nanos) < 10e6 ? 3 : 1);
    }

    /** Bytes as mebibytes. */
    static String mebibytes(Number bytes) {
        return fixed(bytes.doubleValue() / (1 << 20), 1);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A ratio in percent. */
    static String percent(double value) {
        return fixed(100 * value, 0) + " %";
    }

    static String met(boolean met) {
        return met ? "met" : "**missed**";
    }
}
