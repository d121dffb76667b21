package dev.lockkeeper.guard.argument;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the name, the format and the description of one argument say, and what follows. */
final class Clues {

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
            "export",
            "patch",
            "replace");
    private static final Set<String> WRITTEN = Set.of("output", "out", "destination", "dest", "dst", "save");
    private static final Set<String> SEARCHES = Set.of("search", "find", "lookup", "keyword", "keywords");
    private static final Set<String> OPERANDS = Set.of("args", "arguments");

    // Where these are, what looks like a text may be a program.
    private static final Set<String> RUNS = Set.of(
            "run",
            "exec",
            "execute",
            "executed",
            "eval",
            "evaluate",
            "evaluated",
            "terminal",
            "process",
            "repl",
            "interpreter",
            "javascript",
            "python",
            "powershell",
            "shell",
            "bash",
            "sql",
            "graphql");
    private static final Set<String> RUN = Set.of("code", "script", "command", "cmd", "program");

    // A name that is none: where it is told, at least.
    private static final Set<String> ELSEWHERE =
            Set.of("url", "urls", "uri", "http", "https", "path", "paths", "filepath", "directory", "folder");

    private final ToolDefinition tool;
    private final StringPlaces.Free free;
    private final List<StringPlaces.Free> all;
    private final String name;
    private final Wording named;
    private final Wording described;
    private final Wording called;

    /** @param all the places of the tool */
    Clues(ToolDefinition tool, StringPlaces.Free free, List<StringPlaces.Free> all) {
        this.tool = tool;
        this.free = free;
        this.all = all;
        this.name = name(free.place());
        this.named = Wording.of(name);
        this.described = Wording.of(Objects.requireNonNullElse(free.schema().string("description"), ""));
        this.called = Wording.of(tool.name());
    }

    Suggestion suggestion() {
        String format = String.valueOf(free.schema().string("format"));
        ArgumentType byFormat = switch (format) {
            case "uri", "url", "uri-reference", "iri", "iri-reference" -> ArgumentType.URL;
            case "email", "idn-email" -> ArgumentType.EMAIL;
            case "hostname", "idn-hostname", "ipv4", "ipv6" -> ArgumentType.HOST;
            case "regex" -> ArgumentType.REGEX;
            case "uuid", "date", "date-time", "time" -> ArgumentType.IDENTIFIER;
            default -> null;
        };
        if (byFormat != null) {
            return proposed(byFormat, "its format is " + format);
        }
        String because = "its name is " + name;
        return named.holds(OPERANDS) ? operands(because) : byName(Clue.of(named), because);
    }

    private Suggestion byName(@Nullable Clue clue, String because) {
        return switch (clue) {
            case URL, EMAIL, HOST, SQL, REGEX, PATH, COMMAND -> telling(clue, because);
            case CODE -> none(because + ", which may be executed");
            case IDENTIFIER -> identifier(because);
            case TEXT -> text(because);
            case SEARCH ->
                called.holds(SEARCHES) || described.holds(SEARCHES)
                        ? text(because + ", and something is searched")
                        : byDescription();
            case PLACE ->
                Clue.PATH.isIn(called.words()) || Clue.PATH.isIn(described.words())
                        ? path(because + ", and there are files")
                        : byDescription();
            case null -> byDescription();
        };
    }

    private Suggestion byDescription() {
        Clue clue = Clue.of(described.what());
        String because = "its description speaks of such";
        return switch (clue) {
            case URL, EMAIL, HOST, SQL, REGEX, PATH, COMMAND -> telling(clue, because);
            case CODE -> none("its description speaks of what may be executed");
            case TEXT, SEARCH -> text(because);
            // What most descriptions say of anything tells nothing.
            case IDENTIFIER, PLACE -> unsaid();
            case null -> unsaid();
        };
    }

    private Suggestion unsaid() {
        return Clue.REGEX.isIn(described.words())
                ? proposed(ArgumentType.REGEX, "its description speaks of such")
                : none("nothing says clearly what it is");
    }

    private Suggestion telling(Clue clue, String because) {
        return switch (clue) {
            case PATH -> path(because);
            case COMMAND -> command(because);
            case URL, EMAIL, HOST, SQL, REGEX -> proposed(Objects.requireNonNull(clue.type()), because);
            case CODE, IDENTIFIER, TEXT, SEARCH, PLACE -> throw new IllegalArgumentException(clue.name());
        };
    }

    private Suggestion path(String because) {
        return writes()
                ? proposed(ArgumentType.PATH_WRITE, because + ", and it is written")
                : proposed(ArgumentType.PATH, because);
    }

    private boolean writes() {
        JsonObject annotations = tool.json().object("annotations");
        boolean says = annotations != null && annotations.get("readOnlyHint") != null;
        return says ? tool.admitsWriting() : called.holds(WRITES) || named.holds(WRITTEN);
    }

    private Suggestion command(String because) {
        // Commands are one text each, unless each is a list.
        List<String> tokens = free.place().tokens();
        boolean each = tokens.size() > 1 && tokens.get(tokens.size() - 2).equals(Place.ANY);
        if (isList() && (each || !name.endsWith("s"))) {
            return list(because);
        }
        return isBelow() ? none(because + ", and its form is open") : proposed(ArgumentType.SHELL, because);
    }

    /** Words that stand behind a command: with the command before them they are a list, alone they cannot be judged. */
    private Suggestion operands(String because) {
        for (StringPlaces.Free other : all) {
            Clue clue = Clue.of(Wording.of(name(other.place())));
            if (clue == Clue.COMMAND || clue == Clue.CODE) {
                return none(because + ", and no type judges it together with "
                        + other.place().pointer());
            }
        }
        boolean command = isRunning() || Clue.COMMAND.isIn(described.words());
        return isList() && command ? list(because) : none(because + ", and nothing says of what");
    }

    private Suggestion list(String because) {
        List<String> tokens = free.place().tokens();
        var list = new Place(tokens.subList(0, tokens.size() - 1));
        return all.stream().anyMatch(other -> other.place().equals(list))
                ? none(because + ", and it may be one text as well as a list of words")
                : new Suggestion(list, ArgumentType.ARGV, because + ", and it is a list of words");
    }

    private Suggestion identifier(String because) {
        Clue clue = Clue.of(described.what());
        if (clue != null && clue.isTelling()) {
            return telling(clue, "its description speaks of such");
        }
        if (clue == Clue.CODE) {
            return none(because + ", but its description speaks of what may be executed");
        }
        return described.holds(ELSEWHERE)
                ? none(because + ", but its description speaks of a URL or a path")
                : proposed(ArgumentType.IDENTIFIER, because);
    }

    private Suggestion text(String because) {
        Clue clue = Clue.of(described.what());
        if (clue != null && clue.isTelling()) {
            return telling(clue, "its description speaks of such");
        }
        if (Clue.REGEX.isIn(described.words())) {
            return proposed(ArgumentType.REGEX, "its description speaks of such");
        }
        if (isRunning() || described.holds(RUNS) || described.holds(RUN)) {
            return none(because + ", but something may be executed");
        }
        return isBelow() ? none(because + ", and its form is open") : proposed(ArgumentType.TEXT, because);
    }

    private boolean isRunning() {
        return called.holds(RUNS) || called.holds(RUN) && !called.holds(SEARCHES);
    }

    private boolean isList() {
        return free.place().tokens().getLast().equals(Place.ANY);
    }

    private boolean isBelow() {
        return free.place().tokens().getLast().equals(Place.BELOW);
    }

    private Suggestion proposed(ArgumentType type, String because) {
        return new Suggestion(free.place(), type, because);
    }

    private Suggestion none(String because) {
        return new Suggestion(free.place(), null, because);
    }

    private static String name(Place place) {
        List<String> named = place.tokens().stream()
                .filter(token -> !token.equals(Place.ANY) && !token.equals(Place.BELOW))
                .toList();
        return named.isEmpty() ? "" : named.getLast();
    }
}
