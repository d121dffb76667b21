package dev.lockkeeper.bench;

import java.io.IOException;

/** One part of the results, measured on its own. */
interface Section {

    /** How it is named on the command line. */
    String name();

    /** Its heading. */
    String title();

    /** Measures, and tells in Markdown what was measured. */
    String run(Stage stage, Pace pace) throws IOException, InterruptedException;
}
