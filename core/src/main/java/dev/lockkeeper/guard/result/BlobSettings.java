package dev.lockkeeper.guard.result;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.util.List;

/** Which bytes an answer may carry. */
@Doc("Which bytes an answer may carry in base64.")
public record BlobSettings(
        @Doc("One blob, in bytes after decoding.") @Default("2097152") @Range(min = 1, max = Integer.MAX_VALUE)
        int bytes,

        @Doc(
                "MIME types that pass unseen: those whose bytes cannot be checked, and those that run where they are shown (image/svg+xml, text/html).")
        List<String> unchecked) {

    public static final BlobSettings DEFAULT = new BlobSettings(2 << 20, List.of());

    public BlobSettings {
        unchecked = List.copyOf(unchecked);
    }
}
