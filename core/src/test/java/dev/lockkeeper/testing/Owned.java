package dev.lockkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Files of another user. */
public final class Owned {

    private Owned() {}

    /** Gives the file to nobody. Needs root; elsewhere the test is skipped, but in CI it fails. */
    public static void byNobody(Path file) {
        boolean given = AsRoot.exit("chown", "65534", file.toString()) == 0;
        assertThat(given || System.getenv("CI") == null)
                .as("CI can give files away, as root or by sudo")
                .isTrue();
        assumeTrue(given, "only root can give a file to another user for this test");
    }
}
