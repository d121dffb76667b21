package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.url.EmailGuard;
import dev.lockkeeper.guard.url.EmailSettings;
import dev.lockkeeper.guard.url.HostGuard;
import dev.lockkeeper.guard.url.HostSettings;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.JsonString;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A URL without resolution, a host and a mail address. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UrlBenchmark {

    @Param({"plain", "encoded", "international"})
    public String kind = "plain";

    private final UrlGuard urls =
            new UrlGuard(UrlSettings.DEFAULT.withHosts("*.example.com", "b\u00fccher.de"), Resolver.NONE);
    private final HostGuard hosts =
            new HostGuard(HostSettings.DEFAULT.withHosts("*.example.com", "b\u00fccher.de"), Resolver.NONE);
    private final EmailGuard addresses = new EmailGuard(EmailSettings.of("*.example.com", "b\u00fccher.de"));
    private JsonString url = new JsonString("");
    private JsonString host = url;
    private JsonString address = url;

    @Setup
    public void prepare() {
        String name = kind.equals("international") ? "b\u00fccher.de" : "api.example.com";
        String query = kind.equals("encoded") ? "next=https%3A%2F%2Fexample.org%2Fa" : "q=policy+gateway&page=2";
        url = new JsonString("https://" + name + "/v1/search?" + query);
        host = new JsonString(name);
        address = new JsonString("ann.lee+gate@" + name);
    }

    @Benchmark
    public Assessment url() {
        return fit(urls.judge(url));
    }

    @Benchmark
    public Assessment host() {
        return fit(hosts.judge(host));
    }

    @Benchmark
    public Assessment mail() {
        return fit(addresses.judge(address));
    }

    private static Assessment fit(Assessment assessment) {
        if (!(assessment instanceof Assessment.Fit)) {
            throw new IllegalStateException(assessment.toString());
        }
        return assessment;
    }
}
