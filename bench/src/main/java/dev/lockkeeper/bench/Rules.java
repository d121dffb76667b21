package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Workload;

/**
 * A policy of any number of rules, each with a condition. Ten of them are about the tool that is called, and all ten are
 * evaluated: nine refuse under a condition that does not hold, and the last permits. The others are about other tools, by
 * name and by glob, as in a policy for many tools.
 */
public final class Rules {

    private static final int REFUSING = 9;

    private Rules() {}

    /** Limits that count as those built in do, and that no measurement reaches; as YAML below {@code limits}. */
    public static String calls(String indent) {
        var yaml = new StringBuilder();
        line(yaml, indent, "calls:");
        line(yaml, indent, "  rules:");
        line(
                yaml,
                indent,
                "    - { per: caller, rate: 100000000/1s, concurrency: 100000, bytes-in: 1Gi/2s, bytes-out: 1Gi/2s,"
                        + " daily-calls: 1000000000000, daily-bytes: 1000000000000000 }");
        line(yaml, indent, "    - { per: task, calls: 1000000000000 }");
        line(yaml, indent, "    - { per: tool, concurrency: 100000 }");
        line(yaml, indent, "    - { per: server, rate: 100000000/1s, concurrency: 100000 }");
        line(yaml, indent, "    - { per: all, rate: 100000000/1s, concurrency: 100000 }");
        // One call again and again is what is measured.
        line(yaml, indent, "  loops: { identical: 0, identical-reads: 0, ping-pong: 0, fan-out-calls: 0 }");
        return yaml.toString();
    }

    /** The rules of a server, as YAML below its name. */
    public static String yaml(int count, String indent) {
        var yaml = new StringBuilder();
        line(yaml, indent, "read-only: [" + Workload.READING + "]");
        line(yaml, indent, "deny:");
        for (int i = 0; i < REFUSING; i++) {
            String tools = i % 2 == 0 ? "'*'" : Workload.READING + ", " + Workload.WRITING;
            rule(yaml, indent, tools, "args.path.startsWith(\"/secret-" + i + "/\") || args.limit > " + (500 + i));
        }
        int others = count - REFUSING - 1;
        for (int i = 0; i < others / 2; i++) {
            rule(yaml, indent, "other_tool_" + i, "args.path.contains(\"..\")");
        }
        line(yaml, indent, "allow:");
        for (int i = others / 2; i < others; i++) {
            rule(yaml, indent, "other_tool_" + i + "_*", "args.path.startsWith(\"/workspace/" + i + "/\")");
        }
        rule(
                yaml,
                indent,
                Workload.READING + ", " + Workload.WRITING,
                "args.path.startsWith(\"/workspace/\") && !args.path.contains(\"..\") && args.limit <= 1000");
        return yaml.toString();
    }

    private static void rule(StringBuilder yaml, String indent, String tools, String where) {
        line(yaml, indent, "  - { tools: [" + tools + "], where: '" + where + "' }");
    }

    private static void line(StringBuilder yaml, String indent, String line) {
        yaml.append(indent).append(line).append('\n');
    }
}
