package dev.lockkeeper.guard.result;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;

/** How answers are judged. */
@Doc("How answers are judged.")
public record ResultSettings(
        @Doc("How large an answer may be.") @Default("{}") SizeSettings size,

        @Doc("Which bytes an answer may carry in base64.") @Default("{}")
        BlobSettings blobs,

        @Doc("What becomes of hidden characters: terminal sequences, changes of direction, characters without a shape.")
        @Default("remove")
        HiddenTreatment hiddenText,

        @Doc("Which images an answer may show.") @Default("{}")
        LinkSettings links) {

    public static final ResultSettings DEFAULT = new ResultSettings(
            SizeSettings.DEFAULT, BlobSettings.DEFAULT, HiddenTreatment.REMOVE, LinkSettings.DEFAULT);
}
