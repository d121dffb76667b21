package dev.lockkeeper.guard.url;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The hosts an operator names: {@code example.com}, {@code *.example.com}, {@code *}, each with a port or without. */
final class HostList {

    /** How well a host is known. */
    enum Match {
        /** Named by itself. */
        EXACT,
        /** Below a domain that is named. */
        SUFFIX,
        /** Only as any host. */
        ANY,
        NONE
    }

    /** The ports of one host: those of its entries, and the usual ones where an entry names none. */
    private static final class Ports {

        private boolean usual;
        private final TreeSet<Integer> own = new TreeSet<>();
    }

    private final Map<String, Ports> exact = new HashMap<>();
    private final Map<String, Ports> suffixes = new HashMap<>();
    private final @Nullable Ports any;
    private final List<Host.Literal> literals = new ArrayList<>();
    private final List<Integer> usual;

    /**
     * @param usual the ports where an entry names none; empty for the standard one
     * @throws IllegalArgumentException where an entry is no host
     */
    HostList(List<String> entries, List<Integer> usual) {
        Ports everywhere = null;
        for (String entry : entries) {
            if (entry.equals("*") || entry.startsWith("*:")) {
                everywhere = everywhere == null ? new Ports() : everywhere;
                add(everywhere, entry, 1);
            } else {
                add(entry);
            }
        }
        for (int port : usual) {
            if (!Port.is(port)) {
                throw new IllegalArgumentException("No port: " + port + ". Ports are from 1 to 65535.");
            }
        }
        this.any = everywhere;
        this.usual = List.copyOf(usual);
    }

    /**
     * Tells what is wrong with hosts where they stand in a file.
     *
     * @param key under which they stand
     */
    static void check(List<String> entries, String key, Checked.Report report) {
        try {
            var _ = new HostList(entries, List.of());
        } catch (IllegalArgumentException e) {
            report.problem(key, String.valueOf(e.getMessage()));
        }
    }

    private void add(String entry) {
        if (entry.contains("/")) {
            throw new IllegalArgumentException("No host: " + YamlProblem.quote(entry)
                    + ". Write the host alone, without https:// and path, such as example.com.");
        }
        int start = entry.startsWith("*.") ? 2 : entry.startsWith(".") ? 1 : 0;
        int close = entry.indexOf(']');
        int colon = entry.indexOf(':', Math.max(close, 0));
        int end = colon < 0 ? entry.length() : colon;
        switch (HostReader.read(entry.substring(start, Math.max(start, end)))) {
            case Host.Name name ->
                add((start > 0 ? suffixes : exact).computeIfAbsent(name.text(), key -> new Ports()), entry, end);
            case Host.Literal literal
            when start == 0 -> {
                literals.add(literal);
                add(exact.computeIfAbsent(literal.text(), key -> new Ports()), entry, end);
            }
            case Host.Literal literal ->
                throw new IllegalArgumentException("No host: " + entry + ". An address has no domain below it; name a"
                        + " network under addresses.");
            case Refusal refusal ->
                throw new IllegalArgumentException("No host: " + entry + ". " + refusal.message()
                        + " Write example.com, *.example.com for all below it, or *; a port may follow a colon.");
        }
    }

    private static void add(Ports ports, String entry, int end) {
        if (end == entry.length()) {
            ports.usual = true;
            return;
        }
        int port = Port.of(entry, end + 1, entry.length());
        if (port < 0 || entry.charAt(end) != ':') {
            throw new IllegalArgumentException("No port: " + entry + ". Ports are from 1 to 65535.");
        }
        ports.own.add(port);
    }

    /** The addresses that are named by themselves. */
    List<Host.Literal> literals() {
        return literals;
    }

    boolean isEmpty() {
        return exact.isEmpty() && suffixes.isEmpty() && any == null;
    }

    Match match(Host host) {
        String name = host.text();
        if (exact.containsKey(name)) {
            return Match.EXACT;
        }
        if (!suffixes.isEmpty() && host instanceof Host.Name) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                if (suffixes.containsKey(name.substring(dot + 1))) {
                    return Match.SUFFIX;
                }
            }
        }
        return any == null ? Match.NONE : Match.ANY;
    }

    /** @param standard the port of the scheme; 0 where there is none */
    boolean permits(Host host, int port, int standard) {
        String name = host.text();
        if (permits(exact.get(name), port, standard) || permits(any, port, standard)) {
            return true;
        }
        if (!suffixes.isEmpty() && host instanceof Host.Name) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                if (permits(suffixes.get(name.substring(dot + 1)), port, standard)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean permits(@Nullable Ports ports, int port, int standard) {
        if (ports == null) {
            return false;
        }
        return ports.own.contains(port) || ports.usual && (usual.isEmpty() ? port == standard : usual.contains(port));
    }
}
