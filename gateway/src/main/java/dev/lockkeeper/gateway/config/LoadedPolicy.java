package dev.lockkeeper.gateway.config;

import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlSchema;

/**
 * What one reading of the file gave: settings and policy belong together.
 *
 * @param policy its version is the digest of the file's text
 */
public record LoadedPolicy(Settings settings, Policy policy) {

    /**
     * Reads a file's text, for questions: names are not resolved, and nothing is looked up in the file system.
     *
     * @param file how the file is named in messages and rules
     * @throws YamlInvalid with everything that is wrong
     */
    public static LoadedPolicy of(String file, byte[] text) throws YamlInvalid {
        Settings settings = YamlBinder.bind(Settings.class, file, text);
        var surroundings = Surroundings.unknown(settings::directory);
        return new LoadedPolicy(settings, Policy.of(settings.policy(), Policy.digest(text), surroundings));
    }

    /**
     * Reads a file's text, for a gateway. The files of a server that the gateway starts are those of this machine.
     *
     * @param file how the file is named in messages and rules
     * @param resolver finds the addresses of host names in arguments
     * @param placeholders the key from which placeholders of secrets are made
     * @throws YamlInvalid with everything that is wrong
     */
    public static LoadedPolicy of(String file, byte[] text, Resolver resolver, byte[] placeholders) throws YamlInvalid {
        Settings settings = YamlBinder.bind(Settings.class, file, text);
        var surroundings = new Surroundings(resolver, settings::starts, settings::directory, placeholders);
        return new LoadedPolicy(settings, Policy.of(settings.policy(), Policy.digest(text), surroundings));
    }

    /** The JSON Schema of the file, for editors. */
    public static dev.lockkeeper.json.JsonObject schema() {
        return YamlSchema.of(Settings.class, "lockkeeper.yaml");
    }
}
