package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the first bytes of a file say of its type; from the formats' own specifications. */
final class MimeTypes {

    /** What the beginning of a file of this type is. */
    @FunctionalInterface
    interface Signature {
        boolean fits(byte[] bytes);
    }

    /** Run scripts where they are shown. */
    private static final Set<String> ACTIVE = Set.of(
            "image/svg+xml",
            "text/html",
            "application/xhtml+xml",
            "text/javascript",
            "application/javascript",
            "application/ecmascript",
            "text/ecmascript",
            "application/xml",
            "text/xml");

    private static final Signature ZIP = bytes -> at(bytes, 0, "PK\3\4") || at(bytes, 0, "PK\5\6");
    private static final Signature MPEG4 = bytes -> at(bytes, 4, "ftyp");
    private static final Signature WAVE = bytes -> at(bytes, 0, "RIFF") && at(bytes, 8, "WAVE");
    private static final Signature MP3 =
            bytes -> at(bytes, 0, "ID3") || bytes.length > 2 && bytes[0] == -1 && (bytes[1] & 0xe6) == 0xe2;

    private static final Map<String, Signature> SIGNATURES = Map.ofEntries(
            Map.entry("image/png", bytes -> at(bytes, 0, "\u0089PNG\r\n\u001a\n")),
            Map.entry("image/jpg", bytes -> at(bytes, 0, "\u00ff\u00d8\u00ff")),
            Map.entry("image/jpeg", bytes -> at(bytes, 0, "\u00ff\u00d8\u00ff")),
            Map.entry("image/gif", bytes -> at(bytes, 0, "GIF87a") || at(bytes, 0, "GIF89a")),
            Map.entry("image/webp", bytes -> at(bytes, 0, "RIFF") && at(bytes, 8, "WEBP")),
            Map.entry("image/bmp", bytes -> at(bytes, 0, "BM")),
            Map.entry("image/tiff", bytes -> at(bytes, 0, "II*\0") || at(bytes, 0, "MM\0*")),
            Map.entry("image/avif", MPEG4),
            Map.entry("image/heic", MPEG4),
            Map.entry("image/x-icon", bytes -> at(bytes, 0, "\0\0\1\0")),
            Map.entry("image/vnd.microsoft.icon", bytes -> at(bytes, 0, "\0\0\1\0")),
            Map.entry("application/pdf", bytes -> at(bytes, 0, "%PDF-")),
            Map.entry("audio/wav", WAVE),
            Map.entry("audio/x-wav", WAVE),
            Map.entry("audio/wave", WAVE),
            Map.entry("audio/mpeg", MP3),
            Map.entry("audio/mp3", MP3),
            Map.entry("audio/ogg", bytes -> at(bytes, 0, "OggS")),
            Map.entry("video/ogg", bytes -> at(bytes, 0, "OggS")),
            Map.entry("audio/flac", bytes -> at(bytes, 0, "fLaC")),
            Map.entry("audio/mp4", MPEG4),
            Map.entry("video/mp4", MPEG4),
            Map.entry("video/quicktime", MPEG4),
            Map.entry("audio/webm", bytes -> at(bytes, 0, "\u001aE\u00df\u00a3")),
            Map.entry("video/webm", bytes -> at(bytes, 0, "\u001aE\u00df\u00a3")),
            Map.entry("application/zip", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP),
            Map.entry("application/gzip", bytes -> at(bytes, 0, "\u001f\u008b\b")));

    private MimeTypes() {}

    /** The type without parameters, in lower case. */
    static String essence(String declared) {
        int end = declared.indexOf(';');
        return (end < 0 ? declared : declared.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    static boolean isActive(String essence) {
        return ACTIVE.contains(essence) || essence.endsWith("+xml");
    }

    /** Whether the type is that of the source of programs. */
    static boolean isSource(String essence) {
        return essence.startsWith("text/x-") || essence.equals("application/x-sh");
    }

    static boolean isJson(String essence) {
        return essence.equals("application/json") || essence.endsWith("+json");
    }

    static boolean isText(String essence) {
        return essence.startsWith("text/")
                || isSource(essence)
                || essence.equals("application/x-ndjson")
                || isYaml(essence);
    }

    static boolean isChecked(String essence) {
        return SIGNATURES.containsKey(essence);
    }

    /** Whether the bytes begin as the type's do; the type {@linkplain #isChecked is checked}. */
    static boolean fits(String essence, byte[] beginning) {
        Signature signature = SIGNATURES.get(essence);
        return signature != null && signature.fits(beginning);
    }

    /** What kind of program the bytes begin as; empty where they begin as none. */
    static String program(byte[] bytes) {
        if (at(bytes, 0, "\u007fELF")) {
            return "an ELF program";
        }
        // Its header is full of zeros; a text may begin with these letters.
        if (at(bytes, 0, "MZ") && new String(bytes, ISO_8859_1).indexOf(0) > 0) {
            return "a Windows program";
        }
        if (at(bytes, 0, "\u00ca\u00fe\u00ba\u00be")) {
            return "a Java class or Mach-O program";
        }
        if (at(bytes, 0, "\u00fe\u00ed\u00fa\u00ce")
                || at(bytes, 0, "\u00fe\u00ed\u00fa\u00cf")
                || at(bytes, 0, "\u00ce\u00fa\u00ed\u00fe")
                || at(bytes, 0, "\u00cf\u00fa\u00ed\u00fe")) {
            return "a Mach-O program";
        }
        if (at(bytes, 0, "\0asm")) {
            return "a WebAssembly module";
        }
        if (at(bytes, 0, "dex\n")) {
            return "an Android program";
        }
        return at(bytes, 0, "#!") ? "a script" : "";
    }

    private static boolean isYaml(String essence) {
        return essence.equals("application/yaml") || essence.equals("application/x-yaml");
    }

    private static boolean at(byte[] bytes, int from, String start) {
        byte[] wanted = start.getBytes(ISO_8859_1);
        return bytes.length >= from + wanted.length
                && java.util.Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
    }
}
