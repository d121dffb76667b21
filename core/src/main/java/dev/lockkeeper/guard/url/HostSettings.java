package dev.lockkeeper.guard.url;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.OneOrMany;
import java.util.List;

/**
 * Which hosts are fit. In YAML:
 *
 * <pre>
 * hosts: [db.example.com, "*.example.org:5432"]
 * ports: [22]
 * addresses: [10.20.0.0/16]
 * </pre>
 *
 * @param hosts as in {@link UrlSettings}
 * @param ports that may follow the host, of entries that name none; empty for no port
 * @param addresses as in {@link UrlSettings}
 */
@Doc("Which hosts are fit.")
public record HostSettings(
        @Doc("The hosts: example.com, *.example.com for all below it, * for any public one; a port may follow a colon.")
        @OneOrMany
        List<String> hosts,

        @Doc("The ports that may follow a host that is named without one.")
        List<Integer> ports,

        @Doc("Networks that are not public and may be reached all the same, such as 10.20.0.0/16.") @OneOrMany
        List<String> addresses)
        implements Checked {

    /** Nothing is permitted. */
    public static final HostSettings DEFAULT = new HostSettings(List.of(), List.of(), List.of());

    public HostSettings {
        hosts = List.copyOf(hosts);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
    }

    /** These settings with these hosts, and no others. */
    public HostSettings withHosts(String... more) {
        return new HostSettings(List.of(more), ports, addresses);
    }

    /** These settings with these ports, and no others, of hosts that are named without one. */
    public HostSettings withPorts(Integer... more) {
        return new HostSettings(hosts, List.of(more), addresses);
    }

    /** These settings with these networks, and no others, that are not public and may be reached. */
    public HostSettings withAddresses(String... more) {
        return new HostSettings(hosts, ports, List.of(more));
    }

    @Override
    public void check(Report report) {
        HostList.check(hosts, "hosts", report);
    }
}
