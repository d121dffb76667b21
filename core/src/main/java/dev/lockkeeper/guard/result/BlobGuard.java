package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Withholds answers with a blob that is not what it is declared to be: base64 by RFC 4648 without a blank, the first
 * bytes those of the type, text in UTF-8, and no program under another type. A type that runs where it is shown, and one
 * whose bytes cannot be checked, passes only where the settings list it. What is hidden behind a right beginning (a file
 * that is of two types, metadata, pixels) is not seen. Immutable and thread-safe; linear in the size of the answer.
 */
public final class BlobGuard implements ResultGuard {

    private static final int BEGINNING = 512;
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    private final int most;
    private final Set<String> unchecked;

    /** @throws IllegalArgumentException when the size is not positive, or an unchecked type is no MIME type */
    public BlobGuard(BlobSettings settings) {
        if (settings.bytes() < 1) {
            throw new IllegalArgumentException("a blob may have at least 1 byte");
        }
        this.most = settings.bytes();
        this.unchecked = settings.unchecked().stream().map(BlobGuard::type).collect(Collectors.toUnmodifiableSet());
    }

    private static String type(String name) {
        String essence = MimeTypes.essence(name);
        int slash = essence.indexOf('/');
        if (slash < 1 || slash == essence.length() - 1 || essence.indexOf('*') >= 0) {
            throw new IllegalArgumentException("“" + name + "” is no MIME type such as application/x-thing");
        }
        return essence;
    }

    private static final String BYTES = "application/octet-stream";

    @Override
    public String name() {
        return "result-blobs";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!Answers.hasContent(action, response)) {
            return ResultVerdict.pass();
        }
        var found = new Objection();
        new Walk(found).rewrite(action, response, Reason.RESULT_BLOB_INVALID, "");
        return found.verdict == null ? ResultVerdict.pass() : found.verdict;
    }

    /** The first objection to a blob of an answer. */
    private final class Objection implements Change {

        private @Nullable ResultVerdict verdict;

        @Override
        public @Nullable String change(Place place, String text) {
            if (place.kind() == Kind.BLOB && verdict == null) {
                verdict = judge(MimeTypes.essence(place.mimeType()), text, place.pointer());
            }
            return null;
        }
    }

    private @Nullable ResultVerdict judge(String type, String text, String pointer) {
        if (!Base64Bytes.isStrict(text)) {
            return invalid("it is not base64", pointer);
        }
        int length = Base64Bytes.length(text);
        if (length > most) {
            return new ResultVerdict.Withhold(
                    Reason.RESULT_TOO_LARGE,
                    "The answer was withheld: it carries " + length + " bytes at once, and " + most
                            + " are permitted. Ask for less: a smaller picture, a part of the file.",
                    pointer);
        }
        byte[] beginning = Base64Bytes.beginning(text, BEGINNING);
        String program = MimeTypes.program(beginning);
        if (!program.isEmpty() && !(program.equals("a script") && MimeTypes.isSource(type))) {
            return mismatch(type, "it is " + program, pointer);
        }
        // Nothing is nothing, and bytes that are said to be bytes promise no more.
        if (length == 0 || unchecked.contains(type) || type.equals(BYTES)) {
            return null;
        }
        if (type.isEmpty() || MimeTypes.isActive(type)) {
            return mismatch(type, type.isEmpty() ? "it has no type" : "its type may run scripts", pointer);
        }
        if (MimeTypes.isChecked(type)) {
            return MimeTypes.fits(type, beginning) ? null : mismatch(type, "its bytes are of another type", pointer);
        }
        if (MimeTypes.isText(type) || MimeTypes.isJson(type)) {
            byte[] bytes = Base64Bytes.beginning(text, length);
            boolean fits = MimeTypes.isJson(type) ? isJson(bytes) : isText(bytes);
            return fits ? null : mismatch(type, "its bytes are of another type", pointer);
        }
        return mismatch(type, "bytes of this type cannot be checked", pointer);
    }

    private static boolean isJson(byte[] bytes) {
        try {
            JSON.read(bytes);
            return true;
        } catch (JsonRefused e) {
            return false;
        }
    }

    // In pieces, so that the memory it takes does not grow with the blob.
    private static boolean isText(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(8 << 10);
        while (true) {
            var result = decoder.decode(in, out, true);
            out.flip();
            while (out.hasRemaining()) {
                char c = out.get();
                if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\u001b') {
                    return false;
                }
            }
            out.clear();
            if (result.isError() || result.isUnderflow()) {
                return result.isUnderflow();
            }
        }
    }

    private static ResultVerdict invalid(String what, String pointer) {
        return new ResultVerdict.Withhold(
                Reason.RESULT_BLOB_INVALID, "The answer was withheld: " + what + " where it must be.", pointer);
    }

    private static ResultVerdict mismatch(String type, String what, String pointer) {
        // The type is the server's word.
        boolean plain = type.length() <= 80 && type.chars().allMatch(c -> c > ' ' && c < 127);
        return new ResultVerdict.Withhold(
                Reason.RESULT_MIME_MISMATCH,
                "The answer was withheld: a blob in it cannot be taken for what it is said to be ("
                        + (type.isEmpty() || !plain ? "" : type + ": ") + what + ").",
                pointer);
    }
}
