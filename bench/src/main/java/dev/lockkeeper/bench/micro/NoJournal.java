package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.json.JsonObject;

/** Takes everything and keeps nothing, so that the engine is measured without the disk. */
final class NoJournal implements Journal {

    static final DecisionObserver NOBODY = new DecisionObserver() {
        @Override
        public void decided(Decision decision, String reference) {}

        @Override
        public void refused(Refusal refusal, JsonObject circumstances) {}
    };

    @Override
    public String append(String type, JsonObject body, Durability durability) {
        return "strand-0/1";
    }

    @Override
    public void close() {}
}
