package dev.lockkeeper.guard;

/**
 * Where a rule stands.
 *
 * @param name as the policy names it, such as {@code servers.files.allow[0]}
 * @param file the policy file's name
 * @param line from 1; 0 where the rule is not from a file
 */
public record RuleRef(String name, String file, int line) {

    @Override
    public String toString() {
        return line == 0 ? name : name + " (" + file + ":" + line + ")";
    }
}
