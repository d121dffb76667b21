package dev.lockkeeper.gateway.cli;

import java.util.List;
import java.util.Set;

/**
 * A command of the command line in place of the one in the configuration.
 *
 * @param server whose rules hold for it
 * @param environment the names of variables of this process that it gets, besides those of the configuration
 */
record Wrapped(String server, List<String> command, Set<String> environment) {

    Wrapped {
        command = List.copyOf(command);
        environment = Set.copyOf(environment);
    }
}
