package dev.lockkeeper.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document of plain trees: no anchors, aliases, tags, merge keys, directives or duplicate keys, valid
 * UTF-8 without a byte order mark, of bounded size and depth.
 */
final class YamlReader {

    static final int MAX_BYTES = 8 << 20;
    static final int MAX_DEPTH = 32;

    private final String file;
    private final List<YamlProblem> problems;
    private String[] lines = {};

    /** @param problems takes what is found wrong */
    YamlReader(String file, List<YamlProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The document; null where the text is empty or cannot be read further, which the problems tell then. */
    @Nullable YamlNode read(byte[] bytes) {
        Position start = new Position(file, 1, 1);
        if (bytes.length > MAX_BYTES) {
            return stop(start, "The file is larger than " + MAX_BYTES + " bytes.");
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return stop(start, "The file starts with a byte order mark; save it as UTF-8 without one.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return stop(start, "The file is not valid UTF-8.");
        }
        return text.indexOf('\uFEFF') >= 0 ? stop(start, "The file contains a byte order mark.") : read(text);
    }

    private @Nullable YamlNode read(String text) {
        lines = text.split("\r\n|\r|\n", -1);
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (TooDeep e) {
            return stop(e.position, "The file is nested deeper than " + MAX_DEPTH + " levels.");
        } catch (MarkedYamlEngineException e) {
            return stop(position(e.getProblemMark()), syntax(e));
        } catch (YamlEngineException e) {
            return stop(new Position(file, 1, 1), "The file is not YAML: it contains a character that YAML forbids.");
        } catch (RuntimeException e) {
            // The parser fails in other ways on some malformed texts; to the reader they are all the same.
            return stop(new Position(file, 1, 1), "The file is not YAML.");
        }
    }

    private static String syntax(MarkedYamlEngineException e) {
        String problem = YamlProblem.quote(String.valueOf(e.getProblem()));
        String hint = String.valueOf(e.getContext()).contains("alias")
                ? "Put a text that starts with * in quotes."
                : "Check indentation, colons and quotes near here.";
        return "This is not YAML: " + problem.substring(1, problem.length() - 1) + ". " + hint;
    }

    private @Nullable YamlNode document(Iterator<Event> events) {
        @Nullable YamlNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    var start = (DocumentStartEvent) event;
                    if (root != null) {
                        return stop(position(event.getStartMark()), "A second document starts; one file holds one.");
                    }
                    if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
                        problem(position(event.getStartMark()), "YAML directives are not used here; remove them.");
                    }
                }
                case Alias, Scalar, SequenceStart, MappingStart -> root = node(event, events, 0);
                case SequenceEnd, MappingEnd -> throw new IllegalStateException("unbalanced events");
            }
        }
        return root;
    }

    private YamlNode node(Event event, Iterator<Event> events, int depth) {
        Position position = position(event.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new TooDeep(position);
        }
        if (event instanceof AliasEvent) {
            problem(
                    position,
                    "Aliases are not used here; write the value out, or put a text that starts with * in quotes.");
            return new YamlNode.Broken(position);
        }
        refuseExtras((NodeEvent) event, position);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, position);
            case MappingStartEvent mapping -> mapping(events, position, depth);
            default -> sequence(events, position, depth);
        };
    }

    private void refuseExtras(NodeEvent event, Position position) {
        if (event.getAnchor().isPresent()) {
            problem(position, "Anchors are not used here; put a text that starts with & in quotes.");
        }
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        if (tag.isPresent()) {
            problem(position, "Tags are not used here; put a text that starts with ! in quotes.");
        }
    }

    private YamlNode.Scalar scalar(ScalarEvent event, Position position) {
        String text = event.getValue();
        ScalarStyle style = event.getScalarStyle();
        boolean plain = style == ScalarStyle.PLAIN;
        if (style == ScalarStyle.LITERAL) {
            return new YamlNode.Scalar(text, false, position, literalContent(position), true);
        }
        int quote = plain ? 0 : 1;
        Position content = new Position(file, position.line(), position.column() + quote);
        int width = position(event.getEndMark()).column() - position.column() - 2 * quote;
        boolean oneLine = position(event.getEndMark()).line() == position.line();
        return new YamlNode.Scalar(
                text, plain, position, content, oneLine && width == text.codePointCount(0, text.length()));
    }

    // A literal block begins at the first line after its indicator that is not blank, or at the first blank one's
    // place.
    private Position literalContent(Position indicator) {
        int indentation = 0;
        for (int line = indicator.line(); line < lines.length; line++) {
            if (!lines[line].isBlank()) {
                indentation = lines[line].length() - lines[line].stripLeading().length();
                break;
            }
        }
        return new Position(file, indicator.line() + 1, indentation + 1);
    }

    private YamlNode.Sequence sequence(Iterator<Event> events, Position position, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, events, depth + 1));
        }
        return new YamlNode.Sequence(items, position);
    }

    private YamlNode.Mapping mapping(Iterator<Event> events, Position position, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, events, depth + 1);
            YamlNode value = node(events.next(), events, depth + 1);
            if (!(key instanceof YamlNode.Scalar name)) {
                if (!(key instanceof YamlNode.Broken)) {
                    problem(key.position(), "A key must be a text.");
                }
                continue;
            }
            if (name.plain() && name.text().equals("<<")) {
                problem(key.position(), "Merge keys are not used here; write the keys out.");
                continue;
            }
            var entry = new YamlNode.Entry(name.text(), name.position(), value);
            YamlNode.Entry first = entries.putIfAbsent(name.text(), entry);
            if (first != null) {
                problem(
                        key.position(),
                        "The key " + YamlProblem.quote(name.text())
                                + " stands here a second time; the first is in line "
                                + first.position().line() + ".");
            }
        }
        return new YamlNode.Mapping(List.copyOf(entries.values()), position);
    }

    private Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(new Position(file, 1, 1));
    }

    private void problem(Position position, String message) {
        problems.add(new YamlProblem(position, message));
    }

    private @Nullable YamlNode stop(Position position, String message) {
        problem(position, message);
        return null;
    }

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Position position;

        TooDeep(Position position) {
            super(null, null, false, false);
            this.position = position;
        }
    }
}
