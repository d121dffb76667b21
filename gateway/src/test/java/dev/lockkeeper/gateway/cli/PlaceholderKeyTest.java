package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.testing.Owned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderKeyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path file() {
        return directory.resolve(PlaceholderKey.FILE);
    }

    private byte[] key() {
        return PlaceholderKey.of(new Home(directory));
    }

    @Test
    void it_is_made_once_for_each_home_and_for_its_owner_alone() throws Exception {
        byte[] key = key();
        assertThat(key).hasSize(32).isEqualTo(key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PlaceholderKey.of(new Home(Files.createDirectory(directory.resolve("other")))))
                .isNotEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void a_key_that_is_open_to_others_is_not_used(String mode) throws Exception {
        key();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(this::key).isInstanceOf(CliFailure.class).hasMessageContaining("open to others");
    }

    @Test
    void a_key_of_another_user_is_not_used() throws Exception {
        key();
        Owned.byNobody(file());
        assertThatThrownBy(this::key).isInstanceOf(CliFailure.class).hasMessageContaining("belongs to another user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz"})
    void a_key_that_is_damaged_is_not_used(String text) throws Exception {
        key();
        Files.writeString(file(), text.repeat(32).substring(0, text.length() * 31));
        assertThatThrownBy(this::key).isInstanceOf(CliFailure.class);
    }
}
