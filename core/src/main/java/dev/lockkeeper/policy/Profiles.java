package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The profiles that come with the engine. */
final class Profiles {

    /** Every version of every profile, the newest of each last. */
    static final List<String> ALL = List.of(
            "everything@1",
            "fetch@1",
            "filesystem@1",
            "git@1",
            "github@1",
            "memory@1",
            "playwright@1",
            "postgres@1",
            "sqlite@1");

    private static final Map<String, ProfileSettings> LOADED = new ConcurrentHashMap<>();

    private Profiles() {}

    /** The profile of this name, such as {@code git} for the newest version or {@code git@1}. */
    static Optional<ProfileSettings> find(String name) {
        String newest = name.indexOf('@') < 0 ? name + "@" : name;
        return ALL.reversed().stream()
                .filter(one -> one.equals(name) || newest.endsWith("@") && one.startsWith(newest))
                .findFirst()
                .map(one -> LOADED.computeIfAbsent(one, Profiles::load));
    }

    private static ProfileSettings load(String name) {
        String file = name.replace('@', '-') + ".yaml";
        try (InputStream in = Profiles.class.getResourceAsStream("profiles/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the profile " + name + " is missing from the build");
            }
            return YamlBinder.bind(ProfileSettings.class, file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlInvalid e) {
            throw new IllegalStateException("the profile " + name + " is not valid", e);
        }
    }
}
