package dev.lockkeeper.guard.url;

/** The addresses with a common prefix. */
record Network(IpAddress base, int prefix) {

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd12::/16}, or one address.
     *
     * @throws IllegalArgumentException where it is neither, or has bits beyond its prefix
     */
    static Network of(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int prefix = base == null || slash < 0 ? -1 : prefix(text.substring(slash + 1));
        if (base == null || slash >= 0 && (prefix < 0 || prefix > base.bits())) {
            throw new IllegalArgumentException(
                    "No network: " + text + ". Write an address or a prefix such as 10.0.0.0/8 or fd12::/16.");
        }
        var network = new Network(base, slash < 0 ? base.bits() : prefix);
        if (network.first() != base.high() || network.last() != base.low()) {
            throw new IllegalArgumentException(
                    "The network " + text + " has bits beyond its prefix; is one address meant, or a longer prefix?");
        }
        return network;
    }

    private static int prefix(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || digits.length() > 1 && digits.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!IpAddress.isDigit(digits.charAt(i))) {
                return -1;
            }
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }

    boolean contains(IpAddress address) {
        return address.v4() == base.v4()
                && ((address.high() ^ base.high()) & highMask()) == 0
                && ((address.low() ^ base.low()) & lowMask()) == 0;
    }

    /** Whether it is this address and no other. */
    boolean isOnly(IpAddress address) {
        return prefix == base.bits() && base.equals(address);
    }

    private long first() {
        return base.high() & highMask();
    }

    private long last() {
        return base.low() & lowMask();
    }

    private long highMask() {
        return base.v4() ? 0 : prefix >= 64 ? -1 : ones(prefix);
    }

    private long lowMask() {
        return base.v4() ? ones(prefix) >>> 32 : prefix <= 64 ? 0 : ones(prefix - 64);
    }

    /** So many ones from the top. */
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << 64 - count;
    }
}
