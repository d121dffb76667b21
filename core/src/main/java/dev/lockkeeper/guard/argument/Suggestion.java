package dev.lockkeeper.guard.argument;

import dev.lockkeeper.mcp.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type that an argument probably has, read from what its server says of it. For a person to decide upon: a server can
 * say what it likes. Where clues are weak or contradict each other, and where they speak for what no guard can judge,
 * none is proposed, and the tool cannot be called until somebody has decided.
 *
 * @param place of the argument; for a list of words that are run as a command, of the list
 * @param type null where none is proposed
 * @param because which of name, format and description spoke for it, or why there is none
 */
public record Suggestion(Place place, @Nullable ArgumentType type, String because) {

    /** A suggestion for every free string of the tool that no type covers. */
    public static List<Suggestion> of(ToolDefinition tool, @Nullable TypedArguments typed) {
        List<StringPlaces.Free> free = StringPlaces.of(tool.inputSchema()).free();
        List<Suggestion> suggestions = new ArrayList<>();
        for (StringPlaces.Free each : free) {
            // What is in a list of words is judged with the list.
            boolean proposed = suggestions.stream()
                    .anyMatch(other -> other.type == ArgumentType.ARGV && other.place.coversBelow(each.place()));
            if (!proposed && (typed == null || !typed.covers(each.place()))) {
                suggestions.add(new Clues(tool, each, free).suggestion());
            }
        }
        return suggestions;
    }
}
