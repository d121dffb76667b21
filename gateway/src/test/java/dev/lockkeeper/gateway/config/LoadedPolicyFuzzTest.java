package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.yaml.YamlInvalid;

class LoadedPolicyFuzzTest {

    @FuzzTest
    void the_whole_file_loads_or_is_refused_with_problems(byte[] text) {
        try {
            LoadedPolicy loaded = LoadedPolicy.of("lockkeeper.yaml", text);
            assertThat(loaded.policy().version()).hasSize(64);
            assertThat(loaded.settings().needRestart(loaded.settings())).isEmpty();
        } catch (YamlInvalid refused) {
            assertThat(refused.problems()).isNotEmpty();
        }
    }
}
