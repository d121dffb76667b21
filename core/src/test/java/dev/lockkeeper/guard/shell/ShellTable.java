package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of {@code testdata/shell}: settings, and commands with the verdict on each. */
record ShellTable(
        @Doc("What is under test.") ShellSettings settings,
        @Doc("What no path may reach.") List<String> deny,
        @Doc("The cases.") List<Row> cases) {

    /** Whether a case passes. */
    public enum Expect {
        @Doc("It passes.")
        FIT,
        @Doc("It is refused.")
        UNFIT
    }

    /** One case; a string is for {@link ShellGuard}, anything else for {@link ArgvGuard}. */
    record Row(
            @Doc("What it shows.") @Nullable String name,
            @Doc("The command.") Json value,
            @Doc("The verdict.") Expect expect,
            @Doc("The code of a refusal.") @Nullable String reason,
            @Doc("What the command is made of.") List<String> words) {

        String title() {
            return name == null ? value.text() : name;
        }
    }

    /** The root is /workspace, what is written goes to out; nothing is denied. */
    static final Operands OPERANDS = operands(List.of());

    /** What stands in for the guard of addresses says. */
    static final Reason OUTSIDE = Reason.POLICY_DENIED;

    static ShellTable read(String table) {
        try {
            return YamlBinder.bind(ShellTable.class, table, Files.readAllBytes(Checkout.testdata("shell/" + table)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlInvalid e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The guards that the table wants. */
    Operands operands() {
        return operands(deny);
    }

    private static Operands operands(List<String> deny) {
        PathSettings paths = PathSettings.of(List.of("/workspace"), List.of("/workspace/out"))
                .withRelative("/workspace")
                .withMode(PathMode.LEXICAL)
                .withDeny(deny.toArray(String[]::new));
        return Operands.NONE
                .with(OperandType.PATH, new PathGuard(paths, Access.READ))
                .with(OperandType.PATH_TREE, new PathGuard(paths, Access.READ_TREE))
                .with(OperandType.PATH_WRITE, new PathGuard(paths, Access.WRITE))
                .with(OperandType.URL, url());
    }

    private static ValueGuard url() {
        return value -> ((JsonString) value).value().startsWith("https://example.com/")
                ? Assessment.fit()
                : Assessment.unfit(OUTSIDE, "The address may not be used.");
    }
}
