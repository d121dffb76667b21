package dev.lockkeeper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The expressions of {@code java.util.regex} go back and try again. Who uses them stands here with the reason why it may;
 * all else is RE2J, or a loop.
 */
class RegularExpressionsTest {

    private static final String ROOT = "dev.lockkeeper.";

    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("audit.Head", "the journal's own head: digits of bounded number"),
            Map.entry("audit.JournalKeys", "the journal's own key file"),
            Map.entry("audit.Layout", "names of the journal's own files, of bounded length"),
            Map.entry("audit.RecordLine", "the journal's own lines: each part has its length"),
            Map.entry("audit.Redaction", "secrets that were found, quoted, one beside the other; nothing is repeated"),
            Map.entry("audit.SecretText", "constants of this class, at a bar"),
            Map.entry("audit.SegmentIndex", "the journal's own index: digits of bounded number"),
            Map.entry("audit.SegmentIndexes", "the journal's own index, at a line end"),
            Map.entry("audit.SegmentRecords", "the journal's own records: digits of bounded number"),
            Map.entry("audit.StrandVerifier", "the journal's own records: digits of bounded number"),
            Map.entry("audit.VerifyingKey", "a key file that the operator names"),
            Map.entry("gateway.cli.AuditSelection", "an end of line at the end of a file that the operator names"),
            Map.entry("gateway.cli.DecisionLog", "one class, possessive"),
            Map.entry("gateway.cli.ManPage", "the program's own help, at a line end"),
            Map.entry("gateway.cli.PolicyExplainCommand", "single characters"),
            Map.entry("gateway.cli.RecordedCall", "a reference that the operator types, of bounded length"),
            Map.entry("gateway.cli.TokenCommand", "a lifetime that the operator types"),
            Map.entry(
                    "gateway.config.HeaderReference",
                    "the configuration: one class after the other, of bounded length"),
            Map.entry("gateway.config.RemoteRules", "the configuration, at single characters"),
            Map.entry("gateway.config.TlsFiles", "names in the configuration, of bounded length"),
            Map.entry("gateway.front.Address", "single classes of bounded length, possessive"),
            Map.entry("gateway.front.Authority", "single classes of bounded length, possessive"),
            Map.entry("gateway.front.EventId", "digits of bounded number, possessive"),
            Map.entry("gateway.front.Headers", "digits of bounded number, possessive; single characters"),
            Map.entry("gateway.front.OriginRule", "single classes of bounded length; single characters"),
            Map.entry("gateway.front.SelectionHeader", "at commas"),
            Map.entry("gateway.front.StartRules", "the configuration: one class"),
            Map.entry("gateway.front.TlsFiles", "a key file that the operator names"),
            Map.entry("gateway.identity.BearerToken", "one class of fixed length"),
            Map.entry("gateway.identity.TokenEntry", "the gateway's own file: one class of bounded length"),
            Map.entry("gateway.session.Subscriptions", "constants of the protocol, at a slash"),
            Map.entry("gateway.session.Watch", "constants of the protocol, at a slash"),
            Map.entry("gateway.upstream.Excerpt", "one class, possessive"),
            Map.entry(
                    "gateway.upstream.ProcessSession",
                    "what the system says of a process, and PATH, at single characters"),
            Map.entry("gateway.upstream.RemoteSettings", "the configuration: digits of bounded number between dots"),
            Map.entry("guard.argument.Clue", "constants of this class, at a space"),
            Map.entry("guard.argument.Place", "at slashes"),
            Map.entry("guard.argument.StringPlaces", "at slashes"),
            Map.entry("guard.schema.LocalReference", "digits of bounded number"),
            Map.entry("guard.shell.Commands", "constants of this class, at a space"),
            Map.entry("guard.sql.Node", "constants of the grammar, at a space"),
            Map.entry("guard.sql.PureFunctions", "constants of this class, at a space"),
            Map.entry("guard.sql.ReservedWords", "constants of this class, at a space"),
            Map.entry("guard.sql.SqlNames", "the configuration, at dots"),
            Map.entry("policy.Compiler", "names in the policy, of bounded length"),
            Map.entry("policy.Overlap", "two characters of a template of the policy"),
            Map.entry("policy.ResourceUriGuard", "one class, possessive, and a brace that is not in it"),
            Map.entry("secret.Words", "one class"),
            Map.entry("yaml.CoreSchema", "the configuration: digits, with signs between them"),
            Map.entry("yaml.Nearest", "single characters"),
            Map.entry("yaml.Shape", "names of records, at single characters"),
            Map.entry("yaml.Values", "the configuration: one class"),
            Map.entry("yaml.YamlBinder", "the configuration, at a slash"),
            Map.entry("yaml.YamlReader", "the configuration, at line ends"));

    /** The expressions of these are no literals where they are used. */
    private static final Set<String> PUT_TOGETHER =
            Set.of("audit.Redaction", "gateway.config.TlsFiles", "policy.Compiler");

    private static final Set<String> OF_STRINGS =
            Set.of("matches", "split", "splitWithDelimiters", "replaceAll", "replaceFirst");

    private static final Pattern LITERALS = Pattern.compile(
            "(?:Pattern\\s*\\.compile|\\.(?:matches|split|replaceAll|replaceFirst))\\(\\s*((?:\"(?:\\\\.|[^\"\\\\])*+\"[\\s+]*+)++)[,)]");

    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*+)\"");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.lockkeeper");

    @Test
    void nobody_else_uses_what_may_backtrack() {
        Set<String> users = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getCodeUnitAccessesFromSelf().stream().anyMatch(access -> isBacktracking(access.getTarget()))) {
                users.add(type.getName().substring(ROOT.length()).replaceFirst("\\$.*", ""));
            }
        }
        assertThat(users).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    private static boolean isBacktracking(CodeUnitAccessTarget target) {
        return switch (target.getOwner().getName()) {
            case "java.lang.String" -> OF_STRINGS.contains(target.getName());
            case "java.util.Scanner" -> true;
            case "java.nio.file.FileSystem" -> target.getName().equals("getPathMatcher");
            default -> target.getOwner().getPackageName().equals("java.util.regex");
        };
    }

    @TestFactory
    Stream<DynamicTest> their_expressions_take_time_linear_in_the_text() {
        return ALLOWED.keySet().stream()
                .sorted()
                .map(type -> dynamicTest(type, () -> {
                    String module = type.startsWith("gateway.") ? "gateway" : "core";
                    List<String> expressions = expressions(
                            Checkout.text(module + "/src/main/java/" + (ROOT + type).replace('.', '/') + ".java"));
                    assertThat(expressions.isEmpty()).isEqualTo(PUT_TOGETHER.contains(type));
                    assertThat(expressions).allMatch(RegularExpressionsTest::isLinear);
                }));
    }

    @Test
    void an_expression_that_goes_back_without_end_would_be_found() {
        assertThat(expressions("""
                Pattern.compile(
                        "a\\\\.(b+" + "+)+c");
                text.matches("(a|a)*b")
                text.split("\\n", 2)
                """))
                .containsExactly("a\\.(b++)+c", "(a|a)*b", "\n")
                .filteredOn(each -> !isLinear(each))
                .contains("(a|a)*b");
        assertThat(List.of("(a+)+b", "(\\d+,?)*x", "a*a*b")).noneMatch(RegularExpressionsTest::isLinear);
    }

    private static boolean isLinear(String expression) {
        return new RegexGuard(RegexSettings.defaults()).judge(new JsonString(expression)) instanceof Assessment.Fit;
    }

    private static List<String> expressions(String source) {
        return LITERALS.matcher(source)
                .results()
                .map(call -> LITERAL.matcher(call.group(1))
                        .results()
                        .map(part -> part.group(1).translateEscapes())
                        .collect(Collectors.joining()))
                .toList();
    }
}
