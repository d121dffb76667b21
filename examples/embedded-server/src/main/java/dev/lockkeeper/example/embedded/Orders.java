package dev.lockkeeper.example.embedded;

import dev.lockkeeper.embed.GrantedCall;
import dev.lockkeeper.embed.ToolResult;
import dev.lockkeeper.embed.ToolWork;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Answers questions about orders, from a database that also holds what is nobody's business. */
final class Orders implements ToolWork {

    static final Tool TOOL = Tool.builder("find_orders", McpJsonDefaults.getMapper(), """
                    {"type": "object", "properties": {"sql": {"type": "string",
                     "description": "One SELECT on orders(id, customer, item)"}}, "required": ["sql"]}""")
            .description("Finds orders")
            .build();

    private static final int MOST_ROWS = 100;
    private static final int MOST_SECONDS = 5;

    private final Connection database;

    private Orders(Connection database) {
        this.database = database;
    }

    static Orders open() throws SQLException {
        Connection database = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate("CREATE TABLE orders (id INTEGER, customer TEXT, item TEXT)");
            statement.executeUpdate("INSERT INTO orders VALUES (1, 'ada', 'rope'), (2, 'grace', 'anchor')");
            statement.executeUpdate("CREATE TABLE salaries (name TEXT, amount INTEGER)");
            statement.executeUpdate("INSERT INTO salaries VALUES ('ada', 4815)");
            // A guard is no reason for rights that nobody needs.
            statement.execute("PRAGMA query_only = ON");
        }
        return new Orders(database);
    }

    @Override
    public synchronized JsonObject call(GrantedCall call) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            statement.setQueryTimeout(MOST_SECONDS);
            try (ResultSet rows = statement.executeQuery(call.text("sql"))) {
                return ToolResult.text(new JsonArray(objects(rows)).text());
            }
        }
    }

    private static List<Json> objects(ResultSet rows) throws SQLException {
        List<Json> objects = new ArrayList<>();
        while (rows.next()) {
            var object = JsonObject.builder();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                String value = rows.getString(column);
                object.put(
                        rows.getMetaData().getColumnLabel(column),
                        value == null ? JsonNull.NULL : new JsonString(value));
            }
            objects.add(object.build());
        }
        return objects;
    }
}
