package dev.lockkeeper.gateway.config;

import dev.lockkeeper.policy.Policy;
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
     * Reads a file's text.
     *
     * @param file how the file is named in messages and rules
     * @throws YamlInvalid with everything that is wrong
     */
    public static LoadedPolicy of(String file, byte[] text) throws YamlInvalid {
        Settings settings = YamlBinder.bind(Settings.class, file, text);
        return new LoadedPolicy(settings, Policy.of(settings.policy(), Policy.digest(text)));
    }

    /** The JSON Schema of the file, for editors. */
    public static dev.lockkeeper.json.JsonObject schema() {
        return YamlSchema.of(Settings.class, "lockkeeper.yaml");
    }
}
