package dev.lockkeeper.guard.argument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a word in the name or the description of an argument speaks for. The more telling ones come first. */
enum Clue {
    URL(ArgumentType.URL, "url uri href link hyperlink permalink endpoint webhook website homepage"),
    EMAIL(ArgumentType.EMAIL, "email mail recipient cc bcc"),
    HOST(ArgumentType.HOST, "host hostname domain subdomain ip"),
    SQL(ArgumentType.SQL, "sql statement"),
    REGEX(ArgumentType.REGEX, "regex regexp"),
    COMMAND(ArgumentType.SHELL, "command cmd shell bash argv"),
    PATH(
            ArgumentType.PATH,
            "path file filename filepath pathname directory dirname dir folder cwd workdir workspace root"),
    /** What may be executed, or start a program: no guard can judge it. */
    CODE(
            null,
            "code expression expr formula function fn snippet program script lambda macro eval javascript js typescript"
                    + " python py ruby perl lua php powershell bytecode graphql mutation cypher xpath jsonpath jq html"
                    + " svg xml markup template dockerfile executable binary interpreter"),
    IDENTIFIER(
            ArgumentType.IDENTIFIER,
            "id identifier uuid key name owner repo repository branch ref sha hash tag table column schema user username"
                    + " login assignee org organization project database namespace slug token cursor version locale"
                    + " language lang currency country region timezone symbol ticker type kind status unit color"
                    + " encoding date timestamp package"),
    TEXT(
            ArgumentType.TEXT,
            "text content message msg body title subtitle heading headline caption description summary abstract comment"
                    + " note reason rationale explanation question prompt instruction observation thought subject topic"
                    + " keyword feedback label"),
    /** Text where something is looked for, and a program elsewhere. */
    SEARCH(null, "query q search term"),
    /** A path among files, and something else elsewhere. */
    PLACE(null, "source src destination dest dst target location input output");

    // Of these a code is the name of something.
    private static final List<String> CODED = List.of(
            "country",
            "currency",
            "language",
            "locale",
            "area",
            "postal",
            "zip",
            "airport",
            "station",
            "stock",
            "error");

    private static final Map<String, Clue> WORDS = new HashMap<>();

    static {
        for (Clue clue : values()) {
            for (String word : clue.words.split(" ")) {
                if (WORDS.put(word, clue) != null) {
                    throw new AssertionError(word);
                }
            }
        }
    }

    private final @Nullable ArgumentType type;
    private final String words;

    Clue(@Nullable ArgumentType type, String words) {
        this.type = type;
        this.words = words;
    }

    /** The type that it speaks for by itself. */
    @Nullable ArgumentType type() {
        return type;
    }

    /** Whether it speaks for something that a program acts upon, and that a guard can judge. */
    boolean isTelling() {
        return compareTo(CODE) < 0;
    }

    /** What one word speaks for, in the singular or the plural, with or without a number after it. */
    static @Nullable Clue of(String word) {
        int end = word.length();
        while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
            end--;
        }
        String bare = word.substring(0, end);
        Clue clue = WORDS.get(bare);
        if (clue == null && bare.endsWith("ies")) {
            clue = WORDS.get(bare.substring(0, bare.length() - 3) + "y");
        }
        if (clue == null && bare.endsWith("es")) {
            clue = WORDS.get(bare.substring(0, bare.length() - 2));
        }
        return clue == null && bare.endsWith("s") ? WORDS.get(bare.substring(0, bare.length() - 1)) : clue;
    }

    /** What a name speaks for: {@code content_to_set} for a text, {@code save_to_file} for a path. */
    static @Nullable Clue of(Wording name) {
        Clue head = of(name.what());
        Clue whole = of(name.words());
        boolean headTells = head != null && head.compareTo(CODE) <= 0;
        boolean wholeTells = whole != null && whole.compareTo(CODE) <= 0;
        return headTells || head != null && !wholeTells ? head : whole;
    }

    /** What the words of a name speak for: its last word says what it is, the others of what it is. */
    static @Nullable Clue of(List<String> name) {
        if (name.isEmpty()) {
            return null;
        }
        String word = name.getLast();
        Clue last = of(word);
        Clue others = others(name.subList(0, name.size() - 1));
        if (last == CODE && name.subList(0, name.size() - 1).stream().anyMatch(CODED::contains)) {
            return IDENTIFIER;
        }
        if (last == null) {
            return others;
        }
        return switch (last) {
            case URL, EMAIL, HOST, SQL, REGEX, COMMAND, PATH, CODE -> last;
            case IDENTIFIER -> word.startsWith("name") && others != null ? runs(others) ? CODE : others : IDENTIFIER;
            case TEXT -> others == null || !runs(others) ? TEXT : CODE;
            case SEARCH, PLACE -> others == null ? last : others;
        };
    }

    private static @Nullable Clue others(List<String> words) {
        Clue first = null;
        for (String word : words) {
            Clue clue = of(word);
            if (clue != null && clue.compareTo(CODE) <= 0 && (first == null || clue.compareTo(first) < 0)) {
                first = clue;
            }
        }
        return first;
    }

    /** Whether it is something that is executed. */
    private static boolean runs(Clue clue) {
        return clue == SQL || clue == COMMAND || clue == CODE;
    }

    /** Whether some of the words speak for it. */
    boolean isIn(List<String> these) {
        return these.stream().anyMatch(word -> of(word) == this);
    }
}
