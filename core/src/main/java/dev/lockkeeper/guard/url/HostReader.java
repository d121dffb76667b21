package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.url.Host.Literal;
import dev.lockkeeper.guard.url.Host.Name;

/**
 * Reads a host as RFC 3986, WHATWG and the resolvers all read it, or not at all: a name of letters, digits and hyphens
 * (RFC 1123, section 2.1), an internationalised one in its normal form, a dotted quad, or an IPv6 address in brackets.
 */
final class HostReader {

    private static final int LABEL = 63;
    private static final int NAME = 253;

    private HostReader() {}

    static HostReading read(String text) {
        if (text.isEmpty()) {
            return new Refusal(Problem.MALFORMED, "The host is empty.");
        }
        return text.charAt(0) == '[' ? bracketed(text) : unbracketed(text);
    }

    private static HostReading bracketed(String text) {
        IpAddress address = text.endsWith("]") ? IpAddress.parse6(text.substring(1, text.length() - 1)) : null;
        return address == null
                ? new Refusal(
                        Problem.MALFORMED,
                        "Between brackets belongs an IPv6 address of RFC 4291 without a zone, such as [2606:4700::1].")
                : new Literal(address);
    }

    private static HostReading unbracketed(String text) {
        boolean upper = false;
        boolean international = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                international = true;
            } else if (c >= 'A' && c <= 'Z') {
                upper = true;
            } else if (!(c >= 'a' && c <= 'z') && !IpAddress.isDigit(c) && c != '-' && c != '.') {
                return wrong(c);
            }
        }
        if (text.length() > NAME) {
            return new Refusal(Problem.MALFORMED, "The host is longer than " + NAME + " characters.");
        }
        String lower = upper ? Characters.lower(text) : text;
        if (international || hasAce(lower)) {
            return switch (Idn.read(lower)) {
                case Name name -> ascii(name.text());
                case Literal literal -> literal;
                case Refusal refusal -> refusal;
            };
        }
        return ascii(lower);
    }

    /** A name of ASCII, in lower case. */
    private static HostReading ascii(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i < name.length() && name.charAt(i) != '.') {
                continue;
            }
            if (i == start) {
                return i == name.length() && i > 0
                        ? new Refusal(Problem.AMBIGUOUS, "The host ends with a dot; leave the dot out.")
                        : new Refusal(Problem.MALFORMED, "The host has an empty label.");
            }
            if (i - start > LABEL || name.charAt(start) == '-' || name.charAt(i - 1) == '-') {
                return new Refusal(
                        Problem.MALFORMED,
                        "The labels of a host have 1 to " + LABEL + " characters and no hyphen at either end.");
            }
            start = i + 1;
        }
        int last = name.lastIndexOf('.') + 1;
        if (!IpAddress.isDigit(name.charAt(last))) {
            return name.length() > NAME
                    ? new Refusal(Problem.MALFORMED, "The host is longer than " + NAME + " characters.")
                    : new Name(name);
        }
        // WHATWG reads 127.1, 0x7f.1 and 017700000001 as addresses, others as names.
        IpAddress address = IpAddress.parse4(name, 0, name.length());
        return address == null
                ? new Refusal(
                        Problem.AMBIGUOUS,
                        "The host ends in a number but is no IPv4 address of four decimal numbers without leading"
                                + " zeros.")
                : new Literal(address);
    }

    private static Refusal wrong(char c) {
        return switch (c) {
            case '%' ->
                new Refusal(Problem.AMBIGUOUS, "The host has percent-encoded characters; write them as they are.");
            case '_' -> new Refusal(Problem.AMBIGUOUS, "The host has an underscore, which not every parser takes.");
            default -> new Refusal(Problem.MALFORMED, "The host has characters that no host has.");
        };
    }

    private static boolean hasAce(String name) {
        int at = name.indexOf("xn--");
        while (at > 0 && name.charAt(at - 1) != '.') {
            at = name.indexOf("xn--", at + 1);
        }
        return at >= 0;
    }
}
