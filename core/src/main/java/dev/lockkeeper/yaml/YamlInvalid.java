package dev.lockkeeper.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that is not accepted, with everything that is wrong with it. The message has one line for each problem. */
public final class YamlInvalid extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient List<YamlProblem> problems;

    /** @param problems at least one */
    public YamlInvalid(List<YamlProblem> problems) {
        super(problems.stream().sorted().map(YamlProblem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted().toList();
    }

    /** In the order of the file. */
    public List<YamlProblem> problems() {
        return problems;
    }
}
