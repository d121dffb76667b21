package dev.lockkeeper.guard.argument;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A type that an argument probably has, read from what its server says of it. For a person to decide upon: a server can
 * say what it likes.
 *
 * @param because which of name, format and description spoke for it
 */
public record Suggestion(Place place, ArgumentType type, String because) {

    private static final Set<String> WRITES = Set.of(
            "write",
            "create",
            "edit",
            "delete",
            "remove",
            "move",
            "rename",
            "save",
            "upload",
            "update",
            "append",
            "insert",
            "set",
            "put",
            "mkdir",
            "add",
            "init",
            "download",
            "export");

    /** The words that speak for a type. */
    private record Clue(ArgumentType type, Set<String> words) {

        static Clue of(ArgumentType type, String... words) {
            return new Clue(type, Set.of(words));
        }
    }

    // The more telling ones first.
    private static final List<Clue> CLUES = List.of(
            Clue.of(ArgumentType.URL, "url", "uri", "href", "link", "endpoint", "webhook", "website"),
            Clue.of(ArgumentType.EMAIL, "email", "mail", "recipient", "cc", "bcc"),
            Clue.of(ArgumentType.HOST, "host", "hostname", "domain", "ip", "server"),
            Clue.of(ArgumentType.SQL, "sql"),
            Clue.of(ArgumentType.REGEX, "regex", "regexp"),
            Clue.of(ArgumentType.SHELL, "command", "cmd", "shell", "script"),
            Clue.of(
                    ArgumentType.PATH,
                    "path",
                    "paths",
                    "file",
                    "files",
                    "filename",
                    "filepath",
                    "directory",
                    "dir",
                    "folder",
                    "cwd",
                    "root",
                    "source",
                    "destination"),
            Clue.of(
                    ArgumentType.IDENTIFIER,
                    "id",
                    "ids",
                    "key",
                    "name",
                    "owner",
                    "repo",
                    "repository",
                    "branch",
                    "ref",
                    "sha",
                    "tag",
                    "table",
                    "schema",
                    "user",
                    "username",
                    "login",
                    "org",
                    "project",
                    "database",
                    "slug",
                    "code",
                    "token",
                    "cursor",
                    "language",
                    "locale",
                    "currency",
                    "country",
                    "symbol",
                    "type",
                    "kind"));

    /** A suggestion for every free string of the tool that no type covers. */
    public static List<Suggestion> of(ToolDefinition tool, @Nullable TypedArguments typed) {
        List<Suggestion> suggestions = new ArrayList<>();
        for (StringPlaces.Free free : StringPlaces.of(tool.inputSchema()).free()) {
            if (typed == null || !typed.covers(free.place())) {
                suggestions.add(of(tool, free));
            }
        }
        return suggestions;
    }

    private static Suggestion of(ToolDefinition tool, StringPlaces.Free free) {
        String name = name(free.place());
        String format = String.valueOf(free.schema().string("format"));
        ArgumentType byFormat = switch (format) {
            case "uri", "url", "uri-reference", "iri", "iri-reference" -> ArgumentType.URL;
            case "email", "idn-email" -> ArgumentType.EMAIL;
            case "hostname", "idn-hostname", "ipv4", "ipv6" -> ArgumentType.HOST;
            case "regex" -> ArgumentType.REGEX;
            case "uuid" -> ArgumentType.IDENTIFIER;
            default -> null;
        };
        if (byFormat != null) {
            return new Suggestion(free.place(), byFormat, "its format is " + format);
        }
        Set<String> named = words(name);
        for (Clue clue : CLUES) {
            if (named.stream().anyMatch(clue.words::contains)) {
                return decided(tool, free, clue, "its name is " + name);
            }
        }
        return byDescription(tool, free);
    }

    private static Suggestion byDescription(ToolDefinition tool, StringPlaces.Free free) {
        Set<String> described = words(String.valueOf(free.schema().string("description")));
        for (Clue clue : CLUES) {
            // What most descriptions say of anything tells nothing.
            if (clue.type != ArgumentType.IDENTIFIER
                    && clue.type != ArgumentType.HOST
                    && described.stream().anyMatch(clue.words::contains)) {
                return decided(tool, free, clue, "its description speaks of such");
            }
        }
        return new Suggestion(free.place(), ArgumentType.TEXT, "nothing says more");
    }

    private static Suggestion decided(ToolDefinition tool, StringPlaces.Free free, Clue clue, String because) {
        if (clue.type == ArgumentType.PATH && writes(tool)) {
            return new Suggestion(free.place(), ArgumentType.PATH_WRITE, because + ", and the tool writes");
        }
        if (clue.type == ArgumentType.SHELL && free.place().tokens().getLast().equals(Place.ANY)) {
            return new Suggestion(free.place(), ArgumentType.TEXT, because + ", but it is one of several words");
        }
        return new Suggestion(free.place(), clue.type, because);
    }

    private static boolean writes(ToolDefinition tool) {
        JsonObject annotations = tool.json().object("annotations");
        boolean says = annotations != null && annotations.get("readOnlyHint") != null;
        return says ? tool.admitsWriting() : words(tool.name()).stream().anyMatch(WRITES::contains);
    }

    private static String name(Place place) {
        List<String> named = place.tokens().stream()
                .filter(token -> !token.equals(Place.ANY) && !token.equals(Place.BELOW))
                .toList();
        return named.isEmpty() ? "" : named.getLast();
    }

    /** The words of a name in camel, snake or kebab case, or of a sentence, in lower case. */
    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        var word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean boundary = !Character.isLetterOrDigit(c)
                    || Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text.charAt(i - 1));
            if (boundary && !word.isEmpty()) {
                words.add(word.toString().toLowerCase(Locale.ROOT));
                word.setLength(0);
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            }
        }
        return words;
    }
}
