package dev.lockkeeper.guard.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellSettingsTest {

    @Test
    void defaults() throws YamlInvalid {
        ShellSettings settings = settings("{git: default}");
        assertThat(settings).isEqualTo(ShellSettings.of(Map.of("git", CommandRules.DEFAULT)));
        assertThat(settings.longest()).isEqualTo(8192);
        assertThat(settings.words()).isEqualTo(256);
        assertThat(settings.command()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | There are no commands",
                "{git: best} | ready-made rules are called default",
                "{curl: default} | ready-made rules for cat, find, git, grep, head, ls, mvn, npm, tail, wc, but not for curl",
                "{git: {subcommands: {push: default}}} | not the subcommand git push",
                "{eval: {}} | runs others",
                "{/usr/bin/env: {}} | runs others",
                "{sh: {}} | runs others",
                "{x: {flags: [a]}} | a dash or two",
                "{x: {flags: ['--']}} | a dash or two",
                "{x: {flags: ['-']}} | a dash or two",
                "{x: {flags: ['--a=b']}} | a dash or two",
                "{x: {flags: [-a], options: {-a: text}}} | to have a value and to have none",
                "{x: {operands: [path]}} | nothing says which ones",
                "{x: {operands: ['path:write']}} | nothing says which ones",
                "{x: {options: {--url: url}}} | nothing says which ones",
                "{x: {operands: ['path:tree']}} | nothing says which ones",
                "{x: {operands: [revision]}} | nothing says which ones",
                "{x: {options: {-L: lines}}} | nothing says which ones",
                "{x: {tree: [always]}} | nothing says which ones",
                "{x: {tree: [sometimes]}} | a dash or two",
                "{cat: default} | nothing says which ones",
            })
    void what_makes_no_sense_is_said(String commands, String message) throws YamlInvalid {
        ShellSettings settings = settings(commands);
        assertThatThrownBy(() -> new ShellGuard(settings, Operands.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> new ArgvGuard(settings, Operands.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'git status': default} | the name of a command",
                "{'a;b': {}} | the name of a command",
                "{x: {operands: [{most: 3}]}} | type, like",
                "{x: {operands: [file]}} | Unknown value",
                "{x: {operands: [{type: text, most: 0}]}} | from 1 to",
                "{x: {flag: [-a]}} | Unknown key",
            })
    void what_cannot_be_read_is_said(String commands, String message) {
        assertThatThrownBy(() -> settings(commands))
                .isInstanceOf(YamlInvalid.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_name_from_java_is_checked_as_well() {
        for (String name : List.of("a b", "", "a;b", "A=b", "-x", "if")) {
            ShellSettings settings = ShellSettings.of(Map.of(name, CommandRules.NOTHING));
            assertThatThrownBy(() -> new ShellGuard(settings, Operands.NONE))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_fixed_command_is_for_lists_and_needs_rules() {
        ShellSettings settings = ShellSettings.of(Map.of("note", CommandRules.NOTHING));
        assertThatThrownBy(() -> new ShellGuard(settings.withCommand("note"), Operands.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArgvGuard(settings.withCommand("other"), Operands.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new ArgvGuard(settings.withCommand("note"), Operands.NONE).judge(new JsonArray(List.of())))
                .isInstanceOf(Assessment.Fit.class);
    }

    @Test
    void ready_made_rules_can_be_added_to() throws YamlInvalid {
        var guard = new ShellGuard(
                settings(
                        "{git: {rules: default-1, subcommands: {fetch: {operands: [{like: [origin]}]}, log: {flags: [--my]}}}}"),
                ShellTable.OPERANDS);
        for (String line : List.of("git fetch origin", "git fetch", "git log --my --oneline", "git status -s")) {
            assertThat(guard.judge(new JsonString(line))).as(line).isInstanceOf(Assessment.Fit.class);
        }
        for (String line :
                List.of("git fetch evil", "git status --my", "git push", "git fetch --upload-pack=id origin")) {
            assertThat(guard.judge(new JsonString(line))).as(line).isInstanceOf(Assessment.Unfit.class);
        }
    }

    @Test
    void rules_are_found_by_the_name_of_a_path() throws YamlInvalid {
        var guard = new ShellGuard(settings("{/usr/bin/git: default}"), ShellTable.OPERANDS);
        assertThat(guard.judge(new JsonString("/usr/bin/git status"))).isInstanceOf(Assessment.Fit.class);
        assertThat(guard.judge(new JsonString("git status"))).isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void the_guard_of_an_operand_has_the_word() {
        Operands operands = Operands.NONE.with(OperandType.IDENTIFIER, value -> {
            String name = ((JsonString) value).value();
            return name.equals("known")
                    ? Assessment.fit(JsonObject.EMPTY.with("id", "7"))
                    : Assessment.unfit(Reason.RESOURCE_UNKNOWN, "There is no such thing.", "looked for it");
        });
        var guard = new ArgvGuard(
                ShellSettings.of(
                        Map.of("note", CommandRules.NOTHING.withOperands(OperandRule.of(OperandType.IDENTIFIER, 3)))),
                operands);
        assertThat(guard.judge(JsonArray.ofStrings(List.of("note", "known"))))
                .isEqualTo(Assessment.fit(JsonObject.EMPTY
                        .with("words", JsonArray.ofStrings(List.of("note", "known")))
                        .with(
                                "operands",
                                new JsonArray(List.of(JsonObject.EMPTY
                                        .with("word", JsonNumber.of(1))
                                        .with("facts", JsonObject.EMPTY.with("id", "7")))))));
        assertThat(guard.judge(JsonArray.ofStrings(List.of("note", "known", "other"))))
                .isEqualTo(
                        Assessment.unfit(Reason.RESOURCE_UNKNOWN, "Word 3: There is no such thing.", "looked for it"));
    }

    @Test
    void any_character_is_for_paths_that_need_it() throws YamlInvalid {
        var guard = new ArgvGuard(
                settings("{x: {operands: [{type: path, any-character: true}]}, y: {operands: [path]}}"),
                ShellTable.OPERANDS);
        assertThat(guard.judge(JsonArray.ofStrings(List.of("x", "app/(home)/page.tsx"))))
                .isInstanceOf(Assessment.Fit.class);
        assertThat(guard.judge(JsonArray.ofStrings(List.of("x", "-page.tsx")))).isInstanceOf(Assessment.Unfit.class);
        assertThat(guard.judge(JsonArray.ofStrings(List.of("y", "app/(home)/page.tsx"))))
                .isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void bounds_hold() {
        ShellSettings settings = Shells.ANYTHING.withBounds(12, 3);
        var guard = new ShellGuard(settings, Operands.NONE);
        assertThat(guard.judge(new JsonString("note a b"))).isInstanceOf(Assessment.Fit.class);
        assertThat(reason(guard.judge(new JsonString("note a b c")))).isEqualTo(Reason.SHELL_TOO_LONG);
        assertThat(guard.judge(new JsonString("note 1234567"))).isInstanceOf(Assessment.Fit.class);
        assertThat(reason(guard.judge(new JsonString("note 12345678")))).isEqualTo(Reason.SHELL_TOO_LONG);
        assertThat(reason(guard.judge(JsonArray.ofStrings(List.of("note"))))).isEqualTo(Reason.ARGUMENT_TYPE);
    }

    @Test
    void editors_know_the_settings() {
        assertThat(YamlSchema.of(ShellSettings.class, "shell").text()).contains("after-separator", "path:write");
    }

    private static Reason reason(Assessment assessment) {
        return ((Assessment.Unfit) assessment).reason();
    }

    private static ShellSettings settings(String commands) throws YamlInvalid {
        return YamlBinder.bind(ShellSettings.class, "policy", ("commands: " + commands).getBytes(UTF_8));
    }
}
