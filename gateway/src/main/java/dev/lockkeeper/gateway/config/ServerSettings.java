package dev.lockkeeper.gateway.config;

import dev.lockkeeper.policy.ServerRules;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Inline;

/** One MCP server: how it is reached, and what the policy says of it. */
@Doc("A server: how it is reached, and what is permitted on it.")
public record ServerSettings(
        @Inline ConnectionSettings connection, @Inline ServerRules rules) {}
