package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.sql.SqlDialect;
import dev.lockkeeper.guard.sql.SqlGuard;
import dev.lockkeeper.guard.sql.SqlSettings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A report over two tables, as analysts write them, and the same with a longer filter. The bound on the length of a
 * statement, 10,000 characters by default, comes before any larger size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SqlBenchmark {

    private static final String REPORT = """
            WITH spent AS (SELECT customer_id, SUM(total) AS total FROM orders WHERE status IN ('paid', 'shipped')
            GROUP BY customer_id)
            SELECT c.name, spent.total, RANK() OVER (ORDER BY spent.total DESC) AS place
            FROM customers c LEFT JOIN spent ON spent.customer_id = c.id
            WHERE c.country = 'DE' AND c.created_at > now() - INTERVAL '90 days'""";

    /** Characters beyond those of the report. */
    @Param({"0", "1000", "4000", "8000"})
    public int more;

    private final SqlGuard guard = new SqlGuard(SqlSettings.reading(SqlDialect.POSTGRESQL, "orders", "customers"));
    private final String repeated = REPORT + " LIMIT 10";
    private int next;

    @Benchmark
    public Assessment judge() {
        return fit(REPORT + " AND c.name <> 'a long name'".repeat(more / 28) + " LIMIT " + next++);
    }

    @Benchmark
    public Assessment again() {
        return fit(repeated);
    }

    private Assessment fit(String statement) {
        Assessment answer = guard.judge(statement);
        if (!(answer instanceof Assessment.Fit)) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }
}
