package dev.lockkeeper.guard.secret;

import dev.lockkeeper.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** What is done where the caller's task carries a label. Only what is stricter than the rest counts. */
@Doc("What is done for a task with this label, where it is stricter.")
public record LabelSettings(
        @Doc("Secrets.") @Nullable Directions secrets,
        @Doc("Personal data.") @Nullable Directions personal) {}
