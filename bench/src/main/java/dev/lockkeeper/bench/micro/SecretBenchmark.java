package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.secret.Directions;
import dev.lockkeeper.guard.secret.Screening;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.secret.Treatment;
import dev.lockkeeper.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A result without a secret, looked through for secrets, and for personal data as well. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SecretBenchmark {

    private static final String PROSE = """
            ## Configuration

            The server reads `config.yaml` in its directory: every key has a default, so an empty file will do. Set `token` \
            to the token of your account, or the environment variable `API_TOKEN`, for example `export API_TOKEN=...`. See \
            https://docs.acme.dev/guide/configuration#tokens for more: version 2.14.0 of 2024-11-21 changed the names.

            | option | type | default |
            |---|---|---|
            | `max_tokens` | number | 4096 |
            | `password` | string | none |

            ```json
            {"command": "npx", "args": ["-y", "server-filesystem", "/home/ann/projects"], "env": {"DEBUG": "0"}}
            ```
            Commit 3f2b8c1e7a4d4e9b9c550d1e2f3a4b5c6d7e8f90 fixed it; 12,000 of 15,731 requests took less than 3.5 ms.

            """;

    @Param({"1", "10", "100", "1000"})
    public int kilobytes;

    private final SecretGuard secrets = new SecretGuard(SecretSettings.DEFAULT, new byte[32]);
    private final SecretGuard all = new SecretGuard(
            SecretSettings.DEFAULT.withPersonal(new Directions(Treatment.DENY, Treatment.REDACT)), new byte[32]);
    private JsonObject result = JsonObject.EMPTY;

    @Setup
    public void prepare() {
        int length = kilobytes << 10;
        String text = PROSE.repeat(length / PROSE.length() + 1).substring(0, length);
        result = JsonObject.EMPTY.with("type", "text").with("text", text);
    }

    @Benchmark
    public Screening secrets() {
        return clean(secrets.screen(result));
    }

    @Benchmark
    public Screening secretsAndPersonalData() {
        return clean(all.screen(result));
    }

    private static Screening clean(Screening screening) {
        if (screening != Screening.Clean.CLEAN) {
            throw new IllegalStateException(screening.toString());
        }
        return screening;
    }
}
