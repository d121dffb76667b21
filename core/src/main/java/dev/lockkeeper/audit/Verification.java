package dev.lockkeeper.audit;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a verification found.
 *
 * @param status the result as a whole
 * @param key fingerprint of the key by which the heads were verified; empty where it could not be read
 * @param records how many records are intact
 * @param findings what is wrong, the first of each strand first; empty unless the journal is broken
 * @param notes what is worth knowing and no fault, such as a mended tail
 * @param strands each strand's name, last intact record and how far it is signed
 */
public record Verification(
        Status status,
        String key,
        long records,
        List<Finding> findings,
        List<String> notes,
        List<StrandState> strands) {

    /** The result of a verification. */
    public enum Status {
        /** Every record is there and unchanged. */
        VERIFIED,
        /** Every record is there and unchanged; after a crash a torn tail was cut, and a record says so. */
        MENDED,
        /** Something is missing or changed. */
        BROKEN
    }

    /** How far a strand reaches; note it down elsewhere to notice if a strand is taken away or back. */
    public record StrandState(String name, long records, long lastSeq, String lastHash, long signedSeq) {

        JsonObject toJson() {
            return JsonObject.EMPTY
                    .with("strand", name)
                    .with("records", JsonNumber.of(records))
                    .with("lastSeq", JsonNumber.of(lastSeq))
                    .with("lastHash", lastHash)
                    .with("signedSeq", JsonNumber.of(signedSeq));
        }
    }

    public Verification {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
        strands = List.copyOf(strands);
    }

    public JsonObject toJson() {
        List<Json> wrong = new ArrayList<>();
        findings.forEach(finding -> wrong.add(finding.toJson()));
        List<Json> states = new ArrayList<>();
        strands.forEach(strand -> states.add(strand.toJson()));
        return JsonObject.EMPTY
                .with("status", status.name().toLowerCase(java.util.Locale.ROOT))
                .with("key", key)
                .with("records", JsonNumber.of(records))
                .with("findings", new JsonArray(wrong))
                .with("notes", JsonArray.ofStrings(notes))
                .with("strands", new JsonArray(states));
    }
}
