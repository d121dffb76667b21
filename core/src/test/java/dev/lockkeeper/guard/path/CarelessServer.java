package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Servers that make something else of a path than what stands there, in all combinations of what such servers do. */
final class CarelessServer {

    private static final List<UnaryOperator<String>> HABITS = List.of(
            CarelessServer::percentDecoded,
            text -> Normalizer.normalize(text, Normalizer.Form.NFKC),
            text -> text.replace('\\', '/'),
            String::strip,
            CarelessServer::entitiesDecoded);

    private CarelessServer() {}

    /** After up to three habits one after the other, the path still leads below the root. */
    static void staysInside(String root, String path) {
        Set<String> readings = new LinkedHashSet<>(Set.of(path));
        for (int round = 0; round < 3; round++) {
            for (String reading : readings.toArray(String[]::new)) {
                for (UnaryOperator<String> habit : HABITS) {
                    readings.add(habit.apply(reading));
                }
            }
        }
        for (String reading : readings) {
            String resolved = resolved(root, reading);
            assertThat(resolved.equals(root) || resolved.startsWith(root + "/"))
                    .as("%s, read as %s, is %s", path, reading, resolved)
                    .isTrue();
            assertThat(reading.chars().noneMatch(c -> c < ' ')).as(reading).isTrue();
        }
    }

    private static String resolved(String root, String path) {
        var names = new java.util.ArrayDeque<String>();
        String whole = path.startsWith("/") ? path : root + "/" + path;
        for (String name : whole.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** Decodes what it can and leaves the rest, and takes overlong UTF-8 for what it seems to say. */
    private static String percentDecoded(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%' && i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
                bytes.write(hex(in[i + 1]) << 4 | hex(in[i + 2]));
                i += 2;
            } else {
                bytes.write(in[i]);
            }
        }
        byte[] out = bytes.toByteArray();
        var lenient = new StringBuilder();
        for (int i = 0; i < out.length; i++) {
            if ((out[i] & 0xFE) == 0xC0 && i + 1 < out.length) {
                lenient.append((char) ((out[i] & 1) << 6 | out[i + 1] & 0x3F));
                i++;
            } else {
                int length = out[i] >= 0 ? 1 : (out[i] & 0xE0) == 0xC0 ? 2 : (out[i] & 0xF0) == 0xE0 ? 3 : 4;
                length = Math.min(length, out.length - i);
                lenient.append(new String(out, i, length, StandardCharsets.UTF_8));
                i += length - 1;
            }
        }
        return lenient.toString();
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }

    private static String entitiesDecoded(String text) {
        String known = text.toLowerCase(Locale.ROOT);
        return known.contains("&")
                ? known.replace("&period;", ".")
                        .replace("&#46;", ".")
                        .replace("&#x2e;", ".")
                        .replace("&sol;", "/")
                        .replace("&#47;", "/")
                        .replace("&bsol;", "\\")
                        .replace("&percnt;", "%")
                        .replace("&amp;", "&")
                : text;
    }
}
