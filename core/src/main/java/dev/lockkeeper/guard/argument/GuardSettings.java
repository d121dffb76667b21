package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.shell.ShellSettings;
import dev.lockkeeper.guard.sql.SqlSettings;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.guard.text.TextSettings;
import dev.lockkeeper.guard.url.EmailSettings;
import dev.lockkeeper.guard.url.HostSettings;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** What the guards of arguments allow; null where nothing is said of one. */
@Doc("What arguments of a type may contain.")
public record GuardSettings(
        @Doc("Paths: directories, what is denied in them, and how they are written.") @Nullable PathSettings path,

        @Doc("URLs: which may be opened.") @Nullable UrlSettings url,
        @Doc("Hosts: which may be connected to.") @Nullable HostSettings host,
        @Doc("Addresses of electronic mail.") @Nullable EmailSettings email,

        @Doc("Statements in SQL: kinds, tables, functions.") @Nullable SqlSettings sql,

        @Doc("Commands: which, and with which options and operands.") @Nullable ShellSettings shell,

        @Doc("Free text.") @Nullable TextSettings text,
        @Doc("Names of things.") @Nullable IdentifierSettings identifier,
        @Doc("Regular expressions.") @Nullable RegexSettings regex,

        @Doc("Secrets and personal data, in arguments and, where the server's guards say it, in answers.") @Nullable SecretSettings secrets) {

    /** Nothing is said. */
    public static final GuardSettings NONE =
            new GuardSettings(null, null, null, null, null, null, null, null, null, null);

    /** These settings, and those of the other for what these say nothing of. */
    public GuardSettings orElse(GuardSettings other) {
        return new GuardSettings(
                path == null ? other.path : path,
                url == null ? other.url : url,
                host == null ? other.host : host,
                email == null ? other.email : email,
                sql == null ? other.sql : sql,
                shell == null ? other.shell : shell,
                text == null ? other.text : text,
                identifier == null ? other.identifier : identifier,
                regex == null ? other.regex : regex,
                secrets == null ? other.secrets : secrets);
    }

    /**
     * These settings, which a profile has for some tools, in a server with those of the other: what the other denies of
     * paths is denied here too.
     */
    public GuardSettings within(GuardSettings other) {
        GuardSettings both = orElse(other);
        return path == null || other.path == null
                ? both
                : new GuardSettings(
                        path.within(other.path),
                        both.url,
                        both.host,
                        both.email,
                        both.sql,
                        both.shell,
                        both.text,
                        both.identifier,
                        both.regex,
                        both.secrets);
    }

    /**
     * These settings with this root, to read and to write, where they name no directory for paths. Relative paths count
     * from where the server runs, if that is in the root, and are refused otherwise: the server would count them from
     * there.
     *
     * @param directory where the server runs; null where that is not known
     * @throws IllegalArgumentException where they do name directories
     */
    public GuardSettings withRoot(String root, @Nullable String directory) {
        PathSettings said = path == null ? PathSettings.writing() : path;
        if (!said.read().isEmpty() || !said.write().isEmpty()) {
            throw new IllegalArgumentException("root: " + root
                    + " is short for the directories of guards.path; say either root, or read and write there.");
        }
        PathSettings rooted = said.withWrite(root);
        return new GuardSettings(
                directory != null && said.relative() == null && isIn(root, directory)
                        ? rooted.withRelative(directory)
                        : rooted,
                url,
                host,
                email,
                sql,
                shell,
                text,
                identifier,
                regex,
                secrets);
    }

    private static boolean isIn(String root, String directory) {
        String prefix = root.endsWith("/") ? root : root + "/";
        return (directory.endsWith("/") ? directory : directory + "/").startsWith(prefix);
    }
}
