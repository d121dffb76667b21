package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.identity.TokenEntry;
import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.gateway.identity.TokensRefused;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code token new NAME | list | revoke NAME}. Exit codes: 0 done, 1 refused, 2 wrong usage. */
@Command(
        name = "token",
        description = "Makes, lists and revokes the bearer tokens of HTTP callers.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.New.class, TokenCommand.Listing.class, TokenCommand.Revoke.class})
public final class TokenCommand implements Runnable {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = CommandLine.ScopeType.INHERIT,
            defaultValue = "${env:LOCKKEEPER_HOME:-${sys:user.home}/.lockkeeper}",
            description = "The home directory of Lockkeeper (default: $$LOCKKEEPER_HOME, or ~/.lockkeeper).")
    private Path home = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: new, list or revoke.");
    }

    private TokenStore store() {
        return new TokenStore(home, Clock.systemUTC());
    }

    private static int refused(CommandSpec spec, TokensRefused refused) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(refused.getMessage());
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "new",
            description = "Makes a token and prints it, once; only its digest is kept.",
            mixinStandardHelpOptions = true)
    static final class New implements java.util.concurrent.Callable<Integer> {

        private static final Pattern LIFETIME = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

        @ParentCommand
        private TokenCommand parent = new TokenCommand();

        @Parameters(paramLabel = "NAME", description = "Whose token it is; rules name callers by it.")
        private String name = "";

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it is accepted, such as 90d, 12h or 30m (default: until revoked).")
        private @Nullable String expires;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Duration lifetime = expires == null ? null : lifetime(expires);
            try {
                String token = parent.store().create(name, lifetime).exposeToOwner();
                PrintWriter out = spec.commandLine().getOut();
                out.println(token);
                out.flush();
                PrintWriter err = spec.commandLine().getErr();
                err.println("Keep it now; it is not shown again.");
                err.flush();
                return CommandLine.ExitCode.OK;
            } catch (TokensRefused e) {
                return refused(spec, e);
            }
        }

        private Duration lifetime(String text) {
            var parts = LIFETIME.matcher(text);
            if (!parts.matches()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--expires takes a number and a unit, such as 90d, 12h or 30m.");
            }
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "d" -> Duration.ofDays(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofMinutes(number);
            };
        }
    }

    @Command(name = "list", description = "Lists the tokens, never their text.", mixinStandardHelpOptions = true)
    static final class Listing implements java.util.concurrent.Callable<Integer> {

        @ParentCommand
        private TokenCommand parent = new TokenCommand();

        @Option(names = "--json", description = "One JSON array, for machines.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try {
                List<TokenEntry> entries = parent.store().list();
                PrintWriter out = spec.commandLine().getOut();
                if (json) {
                    List<Json> items = new ArrayList<>();
                    entries.forEach(entry -> items.add(toJson(entry)));
                    out.println(new JsonArray(items).text());
                } else {
                    entries.forEach(entry -> out.println(line(entry)));
                }
                out.flush();
                return CommandLine.ExitCode.OK;
            } catch (TokensRefused e) {
                return refused(spec, e);
            }
        }

        private static Json toJson(TokenEntry entry) {
            var one = JsonObject.EMPTY
                    .with("name", entry.name())
                    .with("created", entry.created().toString())
                    .with("expired", JsonBoolean.of(entry.expired(Instant.now())));
            return entry.expires() == null
                    ? one
                    : one.with("expires", entry.expires().toString());
        }

        private static String line(TokenEntry entry) {
            String end = entry.expires() == null
                    ? "until revoked"
                    : (entry.expired(Instant.now()) ? "expired " : "until ") + entry.expires();
            return entry.name() + "  created " + entry.created() + "  " + end;
        }
    }

    @Command(
            name = "revoke",
            description = "Takes a token back; a running gateway refuses it from the next request on.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements java.util.concurrent.Callable<Integer> {

        @ParentCommand
        private TokenCommand parent = new TokenCommand();

        @Parameters(paramLabel = "NAME", description = "Whose token.")
        private String name = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try {
                parent.store().revoke(name);
                return CommandLine.ExitCode.OK;
            } catch (TokensRefused e) {
                return refused(spec, e);
            }
        }
    }
}
