package dev.lockkeeper.gateway.combined;

import java.util.ArrayList;
import java.util.List;

/**
 * Which URIs a template (RFC 6570) can stand for: those that have its literal parts in their order, with anything where
 * an expression is. Wider than the RFC, since it only finds out whom a URI could concern; what is read is judged apart.
 */
final class UriTemplate {

    private final List<String> literals = new ArrayList<>();

    UriTemplate(String template) {
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            literals.add(template.substring(from, open));
            from = close + 1;
        }
        literals.add(template.substring(from));
    }

    boolean matches(String uri) {
        String first = literals.getFirst();
        if (literals.size() == 1) {
            return uri.equals(first);
        }
        String last = literals.getLast();
        int end = uri.length() - last.length();
        if (end < first.length() || !uri.startsWith(first) || !uri.endsWith(last)) {
            return false;
        }
        int at = first.length();
        // The leftmost place of each literal leaves the most room for what follows.
        for (String literal : literals.subList(1, literals.size() - 1)) {
            int found = uri.indexOf(literal, at);
            if (found < 0 || found + literal.length() > end) {
                return false;
            }
            at = found + literal.length();
        }
        return true;
    }
}
