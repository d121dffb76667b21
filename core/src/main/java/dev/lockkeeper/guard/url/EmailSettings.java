package dev.lockkeeper.guard.url;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Shorthand;
import java.util.List;

/**
 * Which mail addresses are fit. In YAML: {@code domains: [example.com, "*.example.com"]}.
 *
 * @param domains as hosts in {@link UrlSettings}, without ports; empty for any public domain
 */
@Shorthand("domains")
@Doc("Which mail addresses are fit. A text alone is a domain.")
public record EmailSettings(
        @Doc("The domains: example.com, *.example.com for all below it; any public one where the key is missing.")
        @OneOrMany
        List<String> domains)
        implements Checked {

    /** Addresses of any public domain. */
    public static final EmailSettings DEFAULT = new EmailSettings(List.of());

    public EmailSettings {
        domains = List.copyOf(domains);
    }

    /** Addresses of these domains only. */
    public static EmailSettings of(String... domains) {
        return new EmailSettings(List.of(domains));
    }

    @Override
    public void check(Report report) {
        HostList.check(domains, "domains", report);
    }
}
