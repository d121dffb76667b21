package dev.lockkeeper.gateway.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where decisions are recorded. */
@Doc("The journal of decisions.")
public record JournalFileSettings(
        @Doc(
                "Its directory, relative to this file; where it is missing, journal in LOCKKEEPER_HOME, or in ~/.lockkeeper.")
        @Nullable String directory,

        @Doc("A segment that has reached this size, in bytes, is finished and the next one begun.")
        @Default("33554432")
        @Range(min = 4096, max = 1L << 40)
        long segmentBytes,

        @Doc("RE2 patterns; values that match are replaced by keyed digests, as are those under secret-looking names.")
        List<String> redact,

        @Doc("Further member names whose values are secret; compared without regard to case and separators.")
        List<String> redactNames,

        @Doc("Member names whose values are kept although they look secret; compared in the same way.")
        List<String> keepNames)
        implements Checked {

    @Override
    public void check(Report report) {
        for (String pattern : redact) {
            try {
                if (Pattern.compile(pattern).matches("")) {
                    report.problem(
                            "redact",
                            "The pattern " + YamlProblem.quote(pattern) + " finds the empty text; narrow it.");
                }
            } catch (PatternSyntaxException e) {
                report.problem("redact", "The pattern " + YamlProblem.quote(pattern) + " is not one of RE2.");
            }
        }
    }
}
