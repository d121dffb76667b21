package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** {@code tools/list}, {@code resources/list}, {@code resources/templates/list} or {@code prompts/list}. */
public record Listing(String server, Kind kind, JsonObject params) implements Action {

    /** What is listed. */
    public enum Kind {
        TOOLS("tools/list", "tools"),
        RESOURCES("resources/list", "resources"),
        TEMPLATES("resources/templates/list", "resourceTemplates"),
        PROMPTS("prompts/list", "prompts");

        private final String method;
        private final String member;

        Kind(String method, String member) {
            this.method = method;
            this.member = member;
        }

        public String method() {
            return method;
        }

        /** The member of the result that holds the entries. */
        public String member() {
            return member;
        }
    }

    @Override
    public String method() {
        return kind.method();
    }

    @Override
    public String target() {
        return "";
    }
}
