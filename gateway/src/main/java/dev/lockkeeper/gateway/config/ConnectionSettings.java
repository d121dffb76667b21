package dev.lockkeeper.gateway.config;

import dev.lockkeeper.gateway.upstream.Transport;
import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.NeedsOne;
import dev.lockkeeper.yaml.OneOrMany;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached: started here, or called at a URL. Does not print its environment and headers.
 *
 * @param run empty where the server has a URL
 */
@NeedsOne(
        value = {"run", "url"},
        exactly = true)
public record ConnectionSettings(
        @Doc("The command that starts the server: a list, or a text that is split on blanks. No shell reads it.")
        @OneOrMany(split = true)
        List<String> run,

        @Doc(
                "Environment variables of the server, besides which it gets those of env-from. A secret stands only there.")
        @Matches(value = "[A-Za-z_][A-Za-z0-9_]{0,127}", words = "the name of an environment variable")
        Map<String, String> env,

        @Doc("Names of variables that the server gets from the gateway's own environment.")
        @Matches(value = "[A-Za-z_][A-Za-z0-9_]{0,127}", words = "the name of an environment variable")
        List<String> envFrom,

        @Doc("Where the server runs, relative to this file.") @Nullable String directory,

        @Doc("The URL of a server that runs elsewhere: https, or http on loopback.") @Nullable String url,

        @Doc("HTTP headers sent to the server. A secret stands here only as env:NAME, or Bearer env:NAME.")
        @Matches(value = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}", words = "the name of an HTTP header")
        Map<String, String> headers,

        @Doc("The version of the protocol that the gateway speaks to the server.") @Default("auto")
        Protocol protocol,

        @Doc("The wait for an answer of the server; each sign of progress begins it anew.") @Default("60s")
        Duration timeout,

        @Doc("The longest wait for an answer that the server reports progress of.") @Default("10m")
        Duration longestWait,

        @Doc("How a server with url is spoken to; sse is the transport of 2024-11-05.") @Default("auto")
        Transport transport)
        implements Checked {

    @Override
    public void check(Report report) {
        boolean remote = url != null;
        if (remote && !(env.isEmpty() && envFrom.isEmpty() && directory == null)) {
            report.problem("", "env, env-from and directory are for a server with run, not for one with url.");
        }
        if (!remote && !headers.isEmpty()) {
            report.problem("headers", "headers are for a server with url, not for one with run.");
        }
        if (!run.isEmpty() && run.getFirst().isBlank()) {
            report.problem("run", "run names a program, such as [npx, -y, package].");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofDays(1)) > 0) {
            report.problem("timeout", "timeout is 1ms to 1d.");
        }
        if (longestWait.toMillis() < 1 || longestWait.compareTo(Duration.ofDays(1)) > 0) {
            report.problem("longest-wait", "longest-wait is 1ms to 1d.");
        }
        if (!remote && transport != Transport.AUTO) {
            report.problem("transport", "transport is for a server with url, not for one with run.");
        }
        if (transport == Transport.SSE && protocol == Protocol.V2026_07_28) {
            report.problem("protocol", "A server of the transport sse does not speak 2026-07-28.");
        }
        if (url != null) {
            RemoteRules.checkUrl(url, report);
        }
        RemoteRules.checkHeaders(headers, report);
        EnvironmentRules.check(env, report);
    }

    /** Whether the server is called at a URL. */
    public boolean remote() {
        return url != null;
    }

    @Override
    public String toString() {
        return "ConnectionSettings[" + (url == null ? run.getFirst() : url) + "]";
    }
}
