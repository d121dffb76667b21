package dev.lockkeeper.audit;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One record as it stands in a segment. The line is its own canonical form: {@code seq}, {@code time}, {@code type},
 * the members of the body in canonical order, {@code prev}, {@code hash}. So it can be verified by its bytes, without
 * parsing, and rebuilt from its value.
 *
 * @param hash SHA-256 of the 32 bytes of {@code prev}, followed by the line without its {@code hash} member
 */
record RecordLine(long seq, String time, String type, String prev, String hash) {

    /** The longest line, without its end; what would be longer is not recorded. */
    static final int LONGEST = 32 << 20;

    static final Set<String> RESERVED = Set.of("seq", "time", "type", "prev", "hash");

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Pattern ENVELOPE = Pattern.compile("\\{\"seq\":([1-9][0-9]{0,17}),"
            + "\"time\":\"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z)\","
            + "\"type\":\"([a-z][a-z0-9.-]{0,63})\",");
    private static final Pattern SUFFIX = Pattern.compile(",\"prev\":\"([0-9a-f]{64})\",\"hash\":\"([0-9a-f]{64})\"}");
    private static final int SUFFIX_BYTES = 149;
    /** What a line has beside its content, and a few bytes more. */
    static final int ENVELOPE_BYTES = SUFFIX_BYTES + 32;

    private static final int HASH_BYTES = 75;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** What of a line is known before its place in the chain is: from {@code "time"} to the end of the body. */
    static byte[] content(Instant time, String type, JsonObject body) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("a record's type is lower case, such as policy.loaded");
        }
        if (body.members().keySet().stream().anyMatch(RESERVED::contains)) {
            throw new IllegalArgumentException("a record's body has no member named " + RESERVED);
        }
        String members = CanonicalJson.text(body);
        String text = "\"time\":\"" + time(time) + "\",\"type\":" + new JsonString(type).text();
        return (body.members().isEmpty() ? text : text + "," + members.substring(1, members.length() - 1))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the line with its end, and returns its hash. */
    static byte[] write(long seq, byte[] content, byte[] prev, ByteArrayOutputStream out) {
        byte[] start = ascii("{\"seq\":" + seq + ",");
        byte[] chain = ascii(",\"prev\":\"" + HEX.formatHex(prev) + "\"");
        MessageDigest sha256 = Digests.sha256();
        sha256.update(prev);
        sha256.update(start);
        sha256.update(content);
        sha256.update(chain);
        sha256.update((byte) '}');
        byte[] hash = sha256.digest();
        out.writeBytes(start);
        out.writeBytes(content);
        out.writeBytes(chain);
        out.writeBytes(ascii(",\"hash\":\"" + HEX.formatHex(hash) + "\"}\n"));
        return hash;
    }

    /** Reads a line and checks it against itself; its place in the chain is for the caller to check. */
    static RecordLine read(byte[] line, int length) throws JournalDamaged {
        int head = Math.min(length, 160);
        var envelope = ENVELOPE.matcher(new String(line, 0, head, StandardCharsets.ISO_8859_1));
        if (length < SUFFIX_BYTES + 8 || !envelope.lookingAt()) {
            throw new JournalDamaged("the line does not start as a record does");
        }
        var suffix = SUFFIX.matcher(new String(line, length - SUFFIX_BYTES, SUFFIX_BYTES, StandardCharsets.ISO_8859_1));
        if (!suffix.matches()) {
            throw new JournalDamaged("the line does not end as a record does");
        }
        MessageDigest sha256 = Digests.sha256();
        sha256.update(HEX.parseHex(suffix.group(1)));
        sha256.update(line, 0, length - HASH_BYTES);
        sha256.update((byte) '}');
        String hash = HEX.formatHex(sha256.digest());
        var read = new RecordLine(
                Long.parseLong(envelope.group(1)),
                envelope.group(2),
                envelope.group(3),
                suffix.group(1),
                suffix.group(2));
        if (!hash.equals(read.hash)) {
            throw new JournalDamaged("the record was changed: its hash does not fit its content");
        }
        return read;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
