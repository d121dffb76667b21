package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
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

    /**
     * Stands in for the guards of paths and addresses: the root is /workspace, what is written goes to out. It has no
     * code of its own, so that its refusals can be told from those of this package.
     */
    static final Operands OPERANDS = Operands.NONE
            .with(OperandType.PATH, path("/workspace/", ""))
            .with(OperandType.PATH_WRITE, path("/workspace/out/", "out/"))
            .with(OperandType.URL, url());

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

    private static ValueGuard path(String root, String below) {
        return value -> {
            String path = ((JsonString) value).value();
            boolean inside = path.startsWith("/") ? (path + "/").startsWith(root) : path.startsWith(below);
            return inside && !("/" + path + "/").contains("/../")
                    ? Assessment.fit()
                    : Assessment.unfit(OUTSIDE, "The path leads out of the directory.");
        };
    }

    private static ValueGuard url() {
        return value -> ((JsonString) value).value().startsWith("https://example.com/")
                ? Assessment.fit()
                : Assessment.unfit(OUTSIDE, "The address may not be used.");
    }
}
