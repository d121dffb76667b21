package dev.lockkeeper.guard.url;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Knows the addresses of some names, and of no others. */
record FixedResolver(Map<String, List<String>> names) implements Resolver {

    @Override
    public List<byte[]> addresses(String host) throws ResolutionFailed {
        List<String> texts = names.get(host);
        if (texts == null) {
            throw new ResolutionFailed("there is no " + host);
        }
        List<byte[]> found = new ArrayList<>();
        for (String text : texts) {
            found.add(bytes(text));
        }
        return found;
    }

    /** The JDK turns mapped addresses into IPv4, which another resolver need not do. */
    static byte[] bytes(String text) {
        try {
            byte[] bytes = InetAddress.ofLiteral(text).getAddress();
            if (!text.contains(":") || bytes.length == 16) {
                return bytes;
            }
            byte[] mapped = new byte[16];
            mapped[10] = mapped[11] = (byte) 0xff;
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        } catch (IllegalArgumentException e) {
            throw new AssertionError(text, e);
        }
    }
}
