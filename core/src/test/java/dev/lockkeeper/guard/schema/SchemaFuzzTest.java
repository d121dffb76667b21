package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.util.Arrays;

class SchemaFuzzTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(1 << 16));

    // The reading below is what the corpus files hold: a schema and a value on a line each.
    @FuzzTest(maxDuration = "1m")
    void a_schema_and_a_value_are_judged_or_refused(byte[] input) throws JsonRefused {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        Json schema;
        Json value;
        try {
            schema = READER.read(Arrays.copyOf(input, line));
            value = READER.read(Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length));
        } catch (JsonRefused e) {
            return;
        }
        CompiledSchema compiled;
        try {
            compiled = CompiledSchema.compile(schema, SchemaLimits.DEFAULT, System::nanoTime);
        } catch (SchemaRefused e) {
            assertThat(e.reason().code()).startsWith("schema.");
            return;
        }
        Findings open = compiled.judge(value, Openness.OPEN, ValueBounds.DEFAULT);
        Findings closed = compiled.judge(value, Openness.CLOSED, ValueBounds.DEFAULT);
        assertThat(closed.isEmpty() && !open.isEmpty()).isFalse();
        assertThat(closed.message()).hasSizeLessThanOrEqualTo(1_000);
    }
}
