package dev.lockkeeper.guard.schema;

import com.networknt.schema.path.NodePath;
import dev.lockkeeper.guard.Shown;
import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A place in a value, written as a JSON Pointer (RFC 6901) that is bounded and holds nothing unprintable. */
record Pointer(@Nullable Pointer parent, String token) {

    static final Pointer ROOT = new Pointer(null, "");

    static Pointer of(NodePath path, int length) {
        Pointer here = ROOT;
        for (int i = 0; i < length; i++) {
            here = here.down(path.getElement(i).toString());
        }
        return here;
    }

    Pointer down(String name) {
        return new Pointer(this, name);
    }

    @Override
    public String toString() {
        var tokens = new ArrayList<String>();
        for (Pointer here = this; here.parent != null; here = here.parent) {
            tokens.add(here.token);
        }
        Collections.reverse(tokens);
        return Shown.pointer(tokens);
    }
}
