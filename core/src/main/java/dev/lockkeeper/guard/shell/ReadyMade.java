package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rules that come with Lockkeeper. What a version says of a command stays; what changes comes in another one.
 *
 * @param version of the rules
 */
record ReadyMade(
        @Doc("Which version this is.") @Range(min = 1, max = 1)
        int version,

        @Doc("The commands, by name.") Map<String, CommandRules> commands) {

    private static final ReadyMade FIRST = load("commands-1.yaml");

    /**
     * The rules of a command.
     *
     * @param version {@code default}, or {@code default-1}
     * @throws IllegalArgumentException where there are none, in words for an operator
     */
    static CommandRules of(String command, String version) {
        if (!version.equals("default") && !version.equals("default-1")) {
            throw new IllegalArgumentException("The ready-made rules are called default, or default-1, not " + version);
        }
        CommandRules rules = FIRST.commands.get(command.substring(command.lastIndexOf('/') + 1));
        if (rules == null) {
            throw new IllegalArgumentException("There are ready-made rules for "
                    + String.join(", ", new TreeSet<>(FIRST.commands.keySet())) + ", but not for " + command + ".");
        }
        return rules;
    }

    private static ReadyMade load(String resource) {
        try (InputStream in = ReadyMade.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the rules " + resource + " are missing");
            }
            return YamlBinder.bind(ReadyMade.class, resource, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlInvalid e) {
            throw new IllegalStateException("the rules " + resource + " are wrong", e);
        }
    }
}
