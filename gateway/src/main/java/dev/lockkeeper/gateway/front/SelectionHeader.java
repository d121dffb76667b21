package dev.lockkeeper.gateway.front;

import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/**
 * {@code Lockkeeper-Select}: globs, separated by commas, that narrow one request. A glob that contains {@code ://} is
 * over URIs, any other over names. A URI with a comma cannot be written here; {@code _meta} can say it.
 */
final class SelectionHeader {

    private static final int MAX_GLOBS = 64;
    private static final int MAX_CHARS = 256;

    private SelectionHeader() {}

    static Selection of(HttpFields headers) throws HttpRefused {
        List<String> values = headers.getValuesList(Headers.SELECT);
        if (values.isEmpty()) {
            return Selection.EVERYTHING;
        }
        String[] patterns = values.getFirst().split(",", -1);
        if (values.size() > 1 || patterns.length > MAX_GLOBS) {
            throw invalid();
        }
        List<Glob> globs = new ArrayList<>();
        for (String pattern : patterns) {
            String glob = pattern.strip();
            if (glob.isEmpty() || glob.length() > MAX_CHARS || !glob.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                throw invalid();
            }
            globs.add(glob.contains("://") ? Glob.uri(glob) : Glob.name(glob));
        }
        return new Selection(List.of(globs));
    }

    private static HttpRefused invalid() {
        return new HttpRefused(
                400,
                Reason.SELECTION_INVALID,
                "The header " + Headers.SELECT + " is one list of 1 to " + MAX_GLOBS
                        + " globs, separated by commas, in visible ASCII.");
    }
}
