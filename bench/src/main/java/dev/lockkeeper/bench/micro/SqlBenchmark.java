package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.sql.SqlDialect;
import dev.lockkeeper.guard.sql.SqlGuard;
import dev.lockkeeper.guard.sql.SqlSettings;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A report over two tables, as analysts write them: other ones, and the same one again and again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SqlBenchmark {

    static final String REPORT = """
            WITH spent AS (SELECT customer_id, SUM(total) AS total FROM orders WHERE status IN ('paid', 'shipped')
            GROUP BY customer_id)
            SELECT c.name, spent.total, RANK() OVER (ORDER BY spent.total DESC) AS place
            FROM customers c LEFT JOIN spent ON spent.customer_id = c.id
            WHERE c.country = 'DE' AND c.created_at > now() - INTERVAL '90 days'""";

    private final SqlGuard guard = new SqlGuard(SqlSettings.reading(SqlDialect.POSTGRESQL, "orders", "customers"));
    private final byte[] repeated = (REPORT + " LIMIT 10").getBytes(StandardCharsets.UTF_8);
    private int next;

    @Benchmark
    public Assessment judge() {
        return fit(REPORT + " LIMIT " + next++);
    }

    // From its bytes, since each call brings a text of its own.
    @Benchmark
    public Assessment again() {
        return fit(new String(repeated, StandardCharsets.UTF_8));
    }

    private Assessment fit(String statement) {
        Assessment answer = guard.judge(statement);
        if (!(answer instanceof Assessment.Fit)) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }
}
