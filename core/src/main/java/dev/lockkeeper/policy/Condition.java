package dev.lockkeeper.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL (https://github.com/google/cel-spec), compiled and type-checked. Evaluation is bounded: CEL has no
 * loops but over lists, their steps are counted, and regular expressions are RE2, linear in the text. Thread-safe.
 */
final class Condition {

    static final int MAX_SOURCE = 2_000;
    static final int MAX_NODES = 500;
    static final int MAX_DEPTH = 40;
    static final int MAX_ITERATIONS = 10_000;
    static final int MAX_REGEX_PROGRAM = 1_000;

    private static final String VARIABLES =
            "caller.name, caller.scheme, caller.groups, client.name, client.version, server, tool, resource, prompt, args,"
                    + " labels, time";

    // Loaded with the first condition, so that a policy without one starts without CEL.
    private static final class Language {
        static final Cel CEL = CelFactory.plannerCelBuilder()
                .setOptions(CelOptions.current()
                        .maxExpressionCodePointSize(MAX_SOURCE)
                        .maxParseExpressionNodeCount(MAX_NODES)
                        .maxParseRecursionDepth(MAX_DEPTH)
                        .comprehensionMaxIterations(MAX_ITERATIONS)
                        .maxRegexProgramSize(MAX_REGEX_PROGRAM)
                        .enableHeterogeneousNumericComparisons(true)
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("caller.name", SimpleType.STRING)
                .addVar("caller.scheme", SimpleType.STRING)
                .addVar("caller.groups", ListType.create(SimpleType.STRING))
                .addVar("client.name", SimpleType.STRING)
                .addVar("client.version", SimpleType.STRING)
                .addVar("server", SimpleType.STRING)
                .addVar("tool", SimpleType.STRING)
                .addVar("resource", SimpleType.STRING)
                .addVar("prompt", SimpleType.STRING)
                .addVar("args", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("labels", ListType.create(SimpleType.STRING))
                .addVar("time", SimpleType.TIMESTAMP)
                .build();
    }

    private final CelRuntime.Program program;
    private final boolean readsLabels;

    private Condition(CelRuntime.Program program, boolean readsLabels) {
        this.program = program;
        this.readsLabels = readsLabels;
    }

    boolean readsLabels() {
        return readsLabels;
    }

    /** The condition; null where it is not one, which the problems tell then. */
    static @Nullable Condition compile(Located<String> source, List<YamlProblem> problems) {
        String text = source.value();
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_SOURCE) {
            problems.add(new YamlProblem(
                    source.position(), "A condition has 1 to " + MAX_SOURCE + " characters; split the rule."));
            return null;
        }
        try {
            CelValidationResult result = Language.CEL.compile(text);
            for (CelIssue issue : result.getErrors()) {
                problems.add(problem(source, issue));
            }
            return result.hasError() ? null : plan(source, result.getAst(), problems);
        } catch (CelValidationException | CelEvaluationException | RuntimeException | StackOverflowError e) {
            problems.add(new YamlProblem(source.position(), "The condition is not one in CEL."));
            return null;
        }
    }

    private static @Nullable Condition plan(
            Located<String> source, CelAbstractSyntaxTree tree, List<YamlProblem> problems)
            throws CelEvaluationException {
        if (!SimpleType.BOOL.equals(tree.getResultType())) {
            String type = tree.getResultType().name();
            problems.add(new YamlProblem(
                    source.position(),
                    "A condition is true or false, and this one is of type " + type
                            + (type.equals("dyn") ? "; compare it, as in args.flag == true." : ".")));
            return null;
        }
        int before = problems.size();
        var expressions = new Expressions(source, problems);
        expressions.visit(tree);
        return problems.size() > before
                ? null
                : new Condition(Language.CEL.createProgram(tree), expressions.readsLabels);
    }

    private static YamlProblem problem(Located<String> source, CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn()) + 1;
        String message = issue.getMessage();
        int expecting = message.indexOf(" expecting {");
        message = expecting < 0 ? message : message.substring(0, expecting);
        String hint = message.startsWith("undeclared reference") ? " A condition may use " + VARIABLES + "." : "";
        Position position = source.at(line, column);
        return new YamlProblem(position, "The condition is not valid CEL: " + bounded(message) + "." + hint);
    }

    private static String bounded(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    /** @throws ConditionFailed when there is no answer */
    boolean holds(Map<String, Object> variables) throws ConditionFailed {
        try {
            if (program.eval(variables) instanceof Boolean answer) {
                return answer;
            }
        } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
            throw new ConditionFailed(bounded(String.valueOf(e.getMessage())));
        }
        throw new ConditionFailed("The condition is neither true nor false.");
    }

    /** Finds regular expressions that would fail at every evaluation, and whether the labels are read. */
    private static final class Expressions extends CelExprVisitor {
        private final Located<String> source;
        private final List<YamlProblem> problems;
        private boolean readsLabels;

        Expressions(Located<String> source, List<YamlProblem> problems) {
            this.source = source;
            this.problems = problems;
        }

        @Override
        protected void visit(CelExpr expression, CelExpr.CelIdent identifier) {
            readsLabels |= identifier.name().equals("labels");
            super.visit(expression, identifier);
        }

        @Override
        protected void visit(CelExpr expression, CelExpr.CelCall call) {
            if (call.function().equals("matches") && !call.args().isEmpty()) {
                CelExpr pattern = call.args().getLast();
                if (pattern.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
                    check(pattern.constant().stringValue());
                }
            }
            super.visit(expression, call);
        }

        private void check(String pattern) {
            try {
                if (Pattern.compile(pattern).programSize() > MAX_REGEX_PROGRAM) {
                    problems.add(
                            new YamlProblem(source.position(), "A regular expression of the condition is too large."));
                }
            } catch (PatternSyntaxException e) {
                problems.add(new YamlProblem(
                        source.position(),
                        "A regular expression of the condition is not one of RE2 (look-around and back references"
                                + " are not part of it)."));
            }
        }
    }
}
