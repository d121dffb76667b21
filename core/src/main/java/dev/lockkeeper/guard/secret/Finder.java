package dev.lockkeeper.guard.secret;

import dev.lockkeeper.secret.Hit;
import dev.lockkeeper.secret.PersonalDetector;
import dev.lockkeeper.secret.SecretDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Both detectors as one. */
final class Finder {

    private final SecretDetector secrets;
    private final PersonalDetector personal;

    Finder(SecretDetector secrets, PersonalDetector personal) {
        this.secrets = secrets;
        this.personal = personal;
    }

    /** What is in the value of a member and may not pass, in the order of the text; no two of them overlap. */
    List<Hit> find(String name, String value, Treatments.Effective treatments) {
        List<Hit> first = treatments.secrets().isEmpty() ? List.of() : secrets.find(name, value, treatments.secrets());
        if (treatments.personal().isEmpty()) {
            return first;
        }
        List<Hit> second = personal.find(name, value, treatments.personal());
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        return union(first, second);
    }

    // A secret goes before personal data, and takes all of it that it touches.
    private static List<Hit> union(List<Hit> secrets, List<Hit> personal) {
        List<Hit> all = new ArrayList<>(secrets);
        all.addAll(personal);
        all.sort(Comparator.comparingInt(Hit::start));
        List<Hit> apart = new ArrayList<>();
        for (Hit hit : all) {
            Hit last = apart.isEmpty() ? null : apart.getLast();
            if (last == null || hit.start() >= last.end()) {
                apart.add(hit);
            } else {
                Hit kept = hit.kind().compareTo(last.kind()) < 0 ? hit : last;
                apart.set(
                        apart.size() - 1,
                        new Hit(kept.kind(), last.start(), Math.max(last.end(), hit.end()), kept.confidence()));
            }
        }
        return apart;
    }
}
