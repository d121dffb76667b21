package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;

/**
 * Something that is wrong with a journal.
 *
 * @param file within the journal, such as {@code strand-0/000001.jsonl}
 * @param line from 1; 0 where it is about the file as a whole
 * @param seq the sequence number that was expected there; 0 where there is none
 * @param problem what is wrong, in words
 */
public record Finding(String file, long line, long seq, String problem) {

    public JsonObject toJson() {
        return JsonObject.EMPTY
                .with("file", file)
                .with("line", JsonNumber.of(line))
                .with("seq", JsonNumber.of(seq))
                .with("problem", problem);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ", line " + line) + (seq == 0 ? "" : ", record " + seq) + ": " + problem;
    }
}
