package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.url.HostList.Match;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one may go: which hosts, which ports, which addresses. Thread-safe if its resolver is. */
final class Destinations {

    private final HostList hosts;
    private final AddressRules addresses;
    private final Resolver resolver;

    /** @throws IllegalArgumentException where the lists are wrong */
    Destinations(List<String> hosts, List<Integer> ports, List<String> addresses, Resolver resolver) {
        this.hosts = new HostList(hosts, ports);
        this.addresses = new AddressRules(addresses);
        this.resolver = resolver;
        for (Host.Literal literal : this.hosts.literals()) {
            if (this.addresses.judge(literal.address()) != AddressKind.PUBLIC) {
                throw new IllegalArgumentException("The host " + literal.text()
                        + " is not a public address; name it under addresses as well if it is to be reached.");
            }
        }
    }

    /**
     * What the form of the host and the lists say against it; null where that is nothing.
     *
     * @param port 0 where none is named, which is always permitted
     * @param standard the port of the scheme; 0 where there is none
     */
    @Nullable Refusal refuse(Host host, int port, int standard) {
        Match match = hosts.match(host);
        AddressKind kind = kind(host, match);
        if (kind != AddressKind.PUBLIC) {
            return inside(kind, "");
        }
        if (match == Match.NONE) {
            return new Refusal(
                    Problem.HOST,
                    hosts.isEmpty()
                            ? "No host is permitted here."
                            : "The host is not one of those that are permitted here.");
        }
        return port == 0 || hosts.permits(host, port, standard)
                ? null
                : new Refusal(Problem.PORT, "The port is not permitted for this host.");
    }

    /** Whether the host, by its form alone, is one that nobody outside may be sent to. */
    boolean isInside(Host host) {
        return kind(host, hosts.match(host)) != AddressKind.PUBLIC;
    }

    private AddressKind kind(Host host, Match match) {
        return switch (host) {
            case Host.Literal literal -> addresses.judge(literal.address());
            case Host.Name name ->
                switch (match) {
                    case EXACT -> AddressKind.PUBLIC;
                    case SUFFIX -> SpecialNames.isMetadata(name.text()) ? AddressKind.METADATA : AddressKind.PUBLIC;
                    case ANY, NONE -> SpecialNames.of(name.text());
                };
        };
    }

    /** Every address of the host, if all of them may be reached. */
    Reach reach(Host host) {
        List<byte[]> found;
        switch (host) {
            case Host.Literal literal -> {
                return new Reach.Addresses(List.of(literal.address()));
            }
            case Host.Name name
            when resolver.equals(Resolver.NONE) -> {
                return new Reach.Addresses(List.of());
            }
            case Host.Name name -> {
                try {
                    found = resolver.addresses(name.text());
                } catch (ResolutionFailed e) {
                    return unresolved(String.valueOf(e.getMessage()));
                }
            }
        }
        if (found.isEmpty()) {
            return unresolved("the name has no address");
        }
        List<IpAddress> resolved = new ArrayList<>(found.size());
        for (byte[] bytes : found) {
            var address = IpAddress.of(bytes);
            AddressKind kind = addresses.judge(address);
            if (kind != AddressKind.PUBLIC) {
                return inside(kind, "resolved to " + address);
            }
            resolved.add(address);
        }
        return new Reach.Addresses(resolved);
    }

    /** What an egress proxy must hold on to: where the decision allows to go, and by which addresses. */
    static JsonObject facts(@Nullable Scheme scheme, Host host, int port, Reach.Addresses reach) {
        var facts = JsonObject.builder();
        if (scheme != null) {
            facts.put("scheme", scheme.text());
        }
        facts.put("host", host.text());
        if (port > 0) {
            facts.put("port", JsonNumber.of(port));
        }
        if (!reach.addresses().isEmpty()) {
            List<Json> texts = new ArrayList<>(reach.addresses().size());
            for (IpAddress address : reach.addresses()) {
                texts.add(new JsonString(address.toString()));
            }
            facts.put("addresses", new JsonArray(texts));
        }
        return facts.build();
    }

    private static Refusal unresolved(String cause) {
        return new Refusal(Problem.UNRESOLVED, "The host has no address, or none was found in time.", cause);
    }

    private static Refusal inside(AddressKind kind, String how) {
        String cause = kind + (how.isEmpty() ? "" : ", " + how);
        return kind == AddressKind.METADATA
                ? new Refusal(Problem.METADATA, "The host is a metadata service, which is not to be asked.", cause)
                : new Refusal(Problem.PRIVATE_ADDRESS, "The host is not a public one.", cause);
    }
}
