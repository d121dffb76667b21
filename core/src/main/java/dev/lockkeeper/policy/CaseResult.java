package dev.lockkeeper.policy;

import dev.lockkeeper.decide.Decision;
import java.util.Optional;

/**
 * What became of one case.
 *
 * @param failure what was not as expected; empty where the case passed
 */
public record CaseResult(CaseSettings settings, Decision decision, Optional<String> failure) {}
