package dev.lockkeeper.guard.url;

import java.util.List;

/** Which addresses may be reached: the public ones, and those networks that the operator names. */
final class AddressRules {

    private final List<Network> named;

    /** @throws IllegalArgumentException where one is no network */
    AddressRules(List<String> networks) {
        this.named = networks.stream().map(Network::of).toList();
    }

    /** {@link AddressKind#PUBLIC} where the address may be reached; else what it is that may not be. */
    AddressKind judge(IpAddress address) {
        List<IpAddress> inner = Embedded.in(address);
        for (int i = 0; i < inner.size(); i++) {
            AddressKind kind = judge(inner.get(i));
            if (kind != AddressKind.PUBLIC) {
                return kind;
            }
        }
        AddressKind own = AddressKind.of(address);
        return own == AddressKind.PUBLIC || isNamed(address, own) ? AddressKind.PUBLIC : own;
    }

    private boolean isNamed(IpAddress address, AddressKind kind) {
        for (Network network : named) {
            // A metadata service lies in the middle of networks that are named for other reasons.
            if (kind == AddressKind.METADATA ? network.isOnly(address) : network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
