package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures, and writes what was measured to {@code bench/RESULTS.md}. */
public final class Bench {

    private static final List<Section> SECTIONS = List.of(
            new HttpBench(),
            new SoakBench(),
            new StreamsBench(),
            new StdioBench(),
            new MicroBench(),
            new GuardsBench(),
            new DetectionBench());
    private static final String USAGE = """
            usage: ./lockkeeper bench [all|http|soak|streams|stdio|jmh|guards|detection]… [--print] [--quick]

              http     latency at 1,000 calls/s and throughput: direct, through nginx, through Lockkeeper
              soak     five minutes: latency and memory by the minute
              streams  10,000 idle event streams: heap, and the latency of calls beside them
              stdio    from the start to the answer of initialize
              jmh      single steps: reading, schema, policy, journal, decision
              guards   what guards of arguments and answers cost, up to 1 MB; takes 20 minutes
              detection
                       secrets and personal data: precision and recall

              --print  print the sections rather than write them to bench/RESULTS.md
              --quick  see in a minute or two that everything runs; prints numbers that mean nothing
            """;

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        boolean print = names.remove("--print") || quick;
        if (names.isEmpty() || names.equals(List.of("all"))) {
            names = SECTIONS.stream().map(Section::name).toList();
        }
        List<Section> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(SECTIONS.stream()
                    .filter(section -> section.name().equals(name))
                    .findFirst()
                    .orElse(null));
        }
        if (chosen.contains(null)) {
            System.err.print(USAGE);
            System.exit(2);
        }
        boolean failed = false;
        for (Section section : chosen) {
            try {
                run(section, quick ? Pace.QUICK : Pace.WHOLE, print);
            } catch (IOException | RuntimeException e) {
                // The other sections are measured all the same.
                System.err.println("There are no results of " + section.name() + ": " + e);
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static void run(Section section, Pace pace, boolean print) throws IOException, InterruptedException {
        System.err.println("Measuring: " + section.name() + "…");
        Checkout checkout = Checkout.here();
        String text;
        String machine;
        try (Stage stage = Stage.set(checkout)) {
            machine = Machine.described(stage.place());
            text = section.run(stage, pace);
        }
        String told = Results.section(section, machine, text);
        System.out.println(told);
        if (!print) {
            new Results(checkout.root().resolve("bench/RESULTS.md")).write(section, told);
        }
    }
}
