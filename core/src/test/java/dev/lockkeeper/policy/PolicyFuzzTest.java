package dev.lockkeeper.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PolicyFuzzTest {

    @FuzzTest
    void loads_or_is_refused(byte[] text) {
        PolicyLoadPropertyTest.load(text);
    }
}
