package dev.lockkeeper.bench.micro;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Strict reading of a whole message. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadBenchmark {

    @Param({"1", "100"})
    public int kilobytes;

    private final MessageReader reader = new MessageReader(JsonLimits.DEFAULT);
    private byte[] text = {};

    @Setup
    public void prepare() {
        text = Samples.answer(kilobytes << 10);
    }

    @Benchmark
    public Message read() throws JsonRefused {
        return reader.read(text);
    }
}
