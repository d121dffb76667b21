package dev.lockkeeper.gateway.identity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of callers, kept as digests in {@code tokens.json} of the home directory. A running gateway sees a change
 * of the file at the next request. Whatever is wrong with the file, nobody is let in. Thread-safe, and safe between
 * processes.
 */
public final class TokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);

    private final Path home;
    private final TokenFile file;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Loaded loaded = new Loaded(null, List.of());

    /** @param home where {@code tokens.json} is or will be */
    public TokenStore(Path home, Clock clock) {
        this.home = home;
        this.file = new TokenFile(home.resolve("tokens.json"));
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param lifetime how long it is accepted, or null for ever
     * @return the token; this is the only time that anybody sees it
     * @throws TokensRefused when the name is not valid or taken, or the file cannot be changed
     */
    public BearerToken create(String name, @Nullable Duration lifetime) throws TokensRefused {
        if (!TokenEntry.validName(name)) {
            throw new TokensRefused(
                    "A name is 1 to 63 of a-z, 0-9, '.', '_', '@' and '-', and starts with a letter or" + " a digit.");
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw new TokensRefused("A token lives longer than no time at all.");
        }
        BearerToken token = BearerToken.random(random);
        Instant now = clock.instant();
        change(entries -> {
            if (entries.stream().anyMatch(entry -> entry.name().equals(name))) {
                throw new TokensRefused("There is a token of that name already; revoke it first.");
            }
            entries.add(new TokenEntry(
                    name,
                    java.util.HexFormat.of().formatHex(token.digest()),
                    now,
                    lifetime == null ? null : now.plus(lifetime)));
        });
        return token;
    }

    /** Takes a token back, at once and for good. */
    public void revoke(String name) throws TokensRefused {
        change(entries -> {
            if (!entries.removeIf(entry -> entry.name().equals(name))) {
                throw new TokensRefused("There is no token of that name; see: lockkeeper token list");
            }
        });
    }

    /** All entries, expired ones included. */
    public List<TokenEntry> list() throws TokensRefused {
        return file.read();
    }

    /** Whose token this is, where it is one, and not past its time. */
    public Optional<String> owner(String token) {
        Optional<BearerToken> parsed = BearerToken.parse(token);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        byte[] digest = parsed.get().digest();
        TokenEntry found = null;
        // INVARIANT: every entry is compared, each in constant time, so that time tells nothing of which one matched.
        for (Known known : current()) {
            found = MessageDigest.isEqual(known.digest, digest) ? known.entry : found;
        }
        return found == null || found.expired(clock.instant()) ? Optional.empty() : Optional.of(found.name());
    }

    private List<Known> current() {
        Loaded now = loaded;
        TokenFile.Version version;
        try {
            version = file.version();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The file tokens.json cannot be looked at; nobody is let in by token.");
            return List.of();
        }
        if (version == null) {
            return List.of();
        }
        if (!version.equals(now.version())) {
            now = load(version);
            loaded = now;
        }
        return now.known();
    }

    private Loaded load(TokenFile.Version version) {
        try {
            return new Loaded(version, file.read().stream().map(Known::new).toList());
        } catch (TokensRefused e) {
            LOG.error("Nobody is let in by token. {}", e.getMessage());
            return new Loaded(version, List.of());
        }
    }

    private synchronized void change(Change change) throws TokensRefused {
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (var channel = FileChannel.open(
                    home.resolve("tokens.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // held against other processes until the channel closes
                List<TokenEntry> entries = new ArrayList<>(file.read());
                change.apply(entries);
                file.write(entries);
            }
        } catch (IOException e) {
            throw new TokensRefused("The home directory cannot be written.", e);
        }
    }

    private interface Change {
        void apply(List<TokenEntry> entries) throws TokensRefused;
    }

    private static final class Known {
        private final TokenEntry entry;
        private final byte[] digest;

        Known(TokenEntry entry) {
            this.entry = entry;
            this.digest = entry.digestBytes();
        }
    }

    private record Loaded(TokenFile.@Nullable Version version, List<Known> known) {}
}
