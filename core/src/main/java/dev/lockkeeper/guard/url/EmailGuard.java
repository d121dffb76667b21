package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges that a text is exactly one mail address that no mail program reads as anything else: the dot-atom of RFC 5321,
 * section 4.1.2, without the quoted form, comments, display names, address literals, or routing by {@code %} and
 * {@code !}; and a domain by the rules of {@link HostGuard}. Domains are not resolved. A fit address has the fact
 * {@code domain}. Thread-safe.
 */
public final class EmailGuard implements ValueGuard {

    // RFC 5321, section 4.5.3.1, and the path of 256 characters with its angle brackets.
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;
    private static final String MARKS = "#$&'*+-/=?^_`{|}~.";

    private final Destinations domains;

    /** @throws IllegalArgumentException where the settings name a domain that is none, or with a port */
    public EmailGuard(EmailSettings settings) {
        for (String domain : settings.domains()) {
            if (domain.indexOf(':') >= 0) {
                throw new IllegalArgumentException("The domain " + domain + " of a mail address has no port.");
            }
        }
        List<String> hosts = settings.domains().isEmpty() ? List.of("*") : settings.domains();
        this.domains = new Destinations(hosts, List.of(), List.of(), Resolver.NONE);
    }

    @Override
    public Assessment judge(Json value) {
        return value instanceof JsonString address
                ? judge(address.value())
                : Assessment.unfit(Reason.ARGUMENT_TYPE, "Expected a text: a mail address such as ann@example.com.");
    }

    /** Judges a mail address. Never throws. */
    public Assessment judge(String address) {
        int at = address.indexOf('@');
        String wrong = wrong(address, at);
        if (wrong != null) {
            return Assessment.unfit(Reason.EMAIL_MALFORMED, wrong);
        }
        return switch (HostReader.read(address.substring(at + 1))) {
            case Host.Name name -> judge(name);
            case Host.Literal literal ->
                Assessment.unfit(Reason.EMAIL_DOMAIN, "After the @ belongs a domain, not an address.");
            case Refusal refusal -> refusal.ofEmail();
        };
    }

    private Assessment judge(Host.Name name) {
        Refusal refusal = domains.refuse(name, 0, 0);
        return refusal == null
                ? Assessment.fit(JsonObject.EMPTY.with("domain", name.text()))
                : Assessment.unfit(
                        Reason.EMAIL_DOMAIN,
                        refusal.problem() == Problem.HOST
                                ? "The domain of the mail address is not one of those that are permitted here."
                                : "The domain of the mail address is not a public one.",
                        refusal.cause());
    }

    private static @Nullable String wrong(String address, int at) {
        if (at < 1 || address.length() > LONGEST || at > LONGEST_LOCAL) {
            return "Expected one mail address such as ann@example.com, of at most " + LONGEST + " characters, "
                    + LONGEST_LOCAL + " of them before the @.";
        }
        for (int i = 0; i < at; i++) {
            char c = address.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !IpAddress.isDigit(c) && MARKS.indexOf(c) < 0) {
                return "Before the @ of a mail address stand letters and digits of ASCII and a few marks; no quotes,"
                        + " blanks, names, comments, % or !.";
            }
            if (c == '.' && (i == 0 || i == at - 1 || address.charAt(i - 1) == '.')) {
                return "A dot before the @ of a mail address stands between other characters.";
            }
        }
        // Mail programs take it for an option.
        return address.charAt(0) == '-' ? "A mail address does not start with a hyphen." : null;
    }
}
