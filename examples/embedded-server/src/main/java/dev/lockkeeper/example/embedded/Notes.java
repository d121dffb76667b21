package dev.lockkeeper.example.embedded;

import dev.lockkeeper.embed.GrantedCall;
import dev.lockkeeper.embed.ToolResult;
import dev.lockkeeper.embed.ToolWork;
import dev.lockkeeper.json.JsonObject;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a note. */
final class Notes implements ToolWork {

    static final Tool TOOL = Tool.builder("read_note", McpJsonDefaults.getMapper(), """
                    {"type": "object", "properties": {"path": {"type": "string", "description": "Such as ideas/boat.md"}},
                     "required": ["path"]}""")
            .description("Reads a note")
            .build();

    private static final int MOST_BYTES = 256 << 10;

    private final Path directory;

    Notes(Path directory) {
        this.directory = directory;
    }

    @Override
    public JsonObject call(GrantedCall call) throws IOException {
        // Nobody but the user changes the notes; where others may, a path can lead elsewhere once it is judged.
        try (InputStream note = Files.newInputStream(directory.resolve(call.text("path")))) {
            byte[] bytes = note.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? ToolResult.error("The note is larger than " + MOST_BYTES + " bytes.")
                    : ToolResult.text(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
