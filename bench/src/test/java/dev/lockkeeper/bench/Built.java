package dev.lockkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The program as a jar, which is there from the phase {@code package} of the gateway on. */
final class Built {

    private Built() {}

    /** The checkout; the test is skipped where the gateway is not packaged, except in CI. */
    static Checkout required() {
        Checkout checkout = Checkout.here();
        boolean built = Files.isDirectory(checkout.root().resolve("gateway/target/lib"));
        if (System.getenv("CI") != null) {
            assertThat(built)
                    .as("the gateway is packaged before the tests of bench")
                    .isTrue();
        }
        assumeTrue(built, "skipped: the gateway is not packaged; ./lockkeeper test packages it");
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: there is no /bin/sh");
        return checkout;
    }
}
