package dev.lockkeeper.guard.url;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Range;
import java.util.List;

/**
 * Which URLs are fit. In YAML:
 *
 * <pre>
 * schemes: [https]
 * hosts: [api.example.com, "*.example.org", "build.example.com:8443"]
 * ports: [443]
 * addresses: [10.20.0.0/16]
 * most: 2048
 * </pre>
 *
 * @param schemes of {@code https}, {@code http}, {@code wss}, {@code ws}, {@code ftp}
 * @param hosts names and addresses in themselves, {@code *.example.com} or {@code .example.com} for all names below a
 *     domain but not itself, {@code *} for any public host; a port may follow a colon, and then holds instead of
 *     {@code ports}. Names of private networks are reached only if they are named other than by {@code *}. Empty: none
 * @param ports of hosts that are named without one; empty for the one of the scheme
 * @param addresses networks that are not public and may be reached all the same, by a host that is permitted. A metadata
 *     service only by its own single address
 * @param most characters
 */
@Doc("Which URLs are fit.")
public record UrlSettings(
        @Doc("The schemes: https, http, wss, ws, ftp.") @OneOrMany @Default("[https]")
        List<String> schemes,

        @Doc("The hosts: example.com, *.example.com for all below it, * for any public one; a port may follow a colon.")
        @OneOrMany
        List<String> hosts,

        @Doc("The ports of hosts that are named without one; that of the scheme where the key is missing.")
        List<Integer> ports,

        @Doc("Networks that are not public and may be reached all the same, such as 10.20.0.0/16.") @OneOrMany
        List<String> addresses,

        @Doc("The most characters of a URL.") @Default("2048") @Range(min = 1, max = 65_536)
        int most)
        implements Checked {

    /** Nothing is permitted, by https. */
    public static final UrlSettings DEFAULT = new UrlSettings(List.of("https"), List.of(), List.of(), List.of(), 2_048);

    public UrlSettings {
        schemes = List.copyOf(schemes);
        hosts = List.copyOf(hosts);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
    }

    /** These settings with these schemes, and no others. */
    public UrlSettings withSchemes(String... more) {
        return new UrlSettings(List.of(more), hosts, ports, addresses, most);
    }

    /** These settings with these hosts, and no others. */
    public UrlSettings withHosts(String... more) {
        return new UrlSettings(schemes, List.of(more), ports, addresses, most);
    }

    /** These settings with these ports, and no others, of hosts that are named without one. */
    public UrlSettings withPorts(Integer... more) {
        return new UrlSettings(schemes, hosts, List.of(more), addresses, most);
    }

    /** These settings with these networks, and no others, that are not public and may be reached. */
    public UrlSettings withAddresses(String... more) {
        return new UrlSettings(schemes, hosts, ports, List.of(more), most);
    }

    /** These settings with this many characters at most, from 1. */
    public UrlSettings withMost(int characters) {
        return new UrlSettings(schemes, hosts, ports, addresses, characters);
    }

    @Override
    public void check(Report report) {
        HostList.check(hosts, "hosts", report);
    }
}
