package dev.lockkeeper.decide;

import dev.lockkeeper.guard.Verdict;

/** One guard's verdict on an action. */
public record Opinion(String guard, Verdict verdict) {}
