package dev.lockkeeper.guard.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.expression.*;
import net.sf.jsqlparser.expression.operators.arithmetic.*;
import net.sf.jsqlparser.expression.operators.conditional.*;
import net.sf.jsqlparser.expression.operators.relational.*;
import net.sf.jsqlparser.schema.*;
import net.sf.jsqlparser.statement.*;
import net.sf.jsqlparser.statement.create.table.*;
import net.sf.jsqlparser.statement.delete.*;
import net.sf.jsqlparser.statement.insert.*;
import net.sf.jsqlparser.statement.select.*;
import net.sf.jsqlparser.statement.update.*;
import org.jspecify.annotations.Nullable;

/** The classes of the parser's tree that a statement may be made of. A class that is not here is refused. */
final class SqlGrammar {

    private static final Map<Class<?>, Node> NODES = new HashMap<>();

    private SqlGrammar() {}

    /** What this class consists of, or null where it may not occur. */
    static @Nullable Node of(Class<?> type) {
        return NODES.get(type);
    }

    /** All classes that may occur. */
    static Map<Class<?>, Node> nodes() {
        return Map.copyOf(NODES);
    }

    static {
        queries();
        fromItems();
        values();
        operators();
        calls();
        windows();
        changes();
    }

    private static void node(Class<?> type, String children, String harmless) {
        NODES.put(type, new Node(type, children, harmless));
    }

    private static void queries() {
        String select = "withItemsList limit offset fetch orderByElements alias";
        node(
                PlainSelect.class,
                select + " distinct selectItems fromItem joins where groupBy having windowDefinitions",
                "emitMode isUsingOnly");
        node(SetOperationList.class, select + " selects operations", "");
        node(ParenthesedSelect.class, select + " select", "");
        node(LateralSubSelect.class, select + " select", "prefix");
        node(Values.class, select + " expressions", "");
        node(WithItem.class, "statement alias withItemList", "recursive usingNot materialized");
        for (Class<?> operation : List.of(UnionOp.class, IntersectOp.class, ExceptOp.class)) {
            node(operation, "", "modifier type");
        }
        node(SelectItem.class, "expression alias", "");
        node(AllColumns.class, "", "");
        node(AllTableColumns.class, "table", "");
        node(Distinct.class, "onSelectItems", "");
        node(Limit.class, "rowCount offset", "");
        node(Offset.class, "offsetExpression", "offsetParam");
        node(Fetch.class, "expression", "fetchParameters isFetchParamFirst");
        node(GroupByElement.class, "groupByExpressions groupingSets", "mysqlWithRollup");
        node(OrderByElement.class, "expression", "mysqlWithRollup asc ascDescPresent nullOrdering");
        node(ExplainStatement.class, "statement options", "keyword parenthesizedOptions");
        node(ExplainStatement.Option.class, "", "type value");
    }

    private static void fromItems() {
        node(Table.class, "alias", "partItems partDelimiters");
        node(ParenthesedFromItem.class, "fromItem joins alias", "");
        node(TableFunction.class, "function rowsFromFunctions alias", "prefix withClause");
        node(Join.class, "onExpressions usingColumns fromItem", "outer right left natural full inner simple cross");
        node(Alias.class, "aliasColumns", "name useAs");
        node(Alias.AliasColumn.class, "colDataType", "name");
    }

    private static void values() {
        node(Column.class, "table arrayConstructor", "columnName tableDelimiter");
        node(LongValue.class, "", "stringValue");
        node(DoubleValue.class, "", "value stringValue");
        node(StringValue.class, "", "value quoteStr");
        node(BooleanValue.class, "", "value");
        node(NullValue.class, "", "");
        node(DateTimeLiteralExpression.class, "", "value type");
        node(DateUnitExpression.class, "", "type");
        node(TimeKeyExpression.class, "", "stringValue");
        node(IntervalExpression.class, "expression intervalQualifier", "intervalKeyword parameter intervalType");
        node(
                IntervalQualifier.class,
                "",
                "leadingField leadingFieldPrecision trailingField fractionalSecondsPrecision");
        node(ArrayConstructor.class, "expressions", "arrayKeyword");
        node(ArrayExpression.class, "objExpression indexExpression startIndexExpression stopIndexExpression", "");
        node(CastExpression.class, "leftExpression colDataType", "keyword");
        node(
                ColDataType.class,
                "intervalQualifier",
                "dataType argumentsStringList arrayData precision scale signedness");
        node(CollateExpression.class, "leftExpression", "collate");
    }

    private static void operators() {
        String both = "leftExpression rightExpression";
        for (Class<?> operator : List.of(
                Addition.class,
                BitwiseAnd.class,
                BitwiseLeftShift.class,
                BitwiseOr.class,
                BitwiseRightShift.class,
                BitwiseXor.class,
                Concat.class,
                Division.class,
                IntegerDivision.class,
                Modulo.class,
                Multiplication.class,
                Subtraction.class,
                OrExpression.class,
                XorExpression.class,
                Matches.class)) {
            node(operator, both, "");
        }
        node(AndExpression.class, both, "useOperator");
        for (Class<?> comparison : List.of(
                EqualsTo.class,
                NotEqualsTo.class,
                GreaterThan.class,
                GreaterThanEquals.class,
                MinorThan.class,
                MinorThanEquals.class,
                CosineSimilarity.class,
                DoubleAnd.class,
                Contains.class,
                ContainedBy.class)) {
            node(comparison, both, "operator");
        }
        node(JsonOperator.class, both, "op");
        node(RegExpMatchOperator.class, both, "operatorType");
        node(LikeExpression.class, both + " escapeExpression", "not useBinary likeKeyWord");
        node(SimilarToExpression.class, both, "not escape");
        node(IsDistinctExpression.class, both, "not");
        node(InExpression.class, both, "not");
        node(MemberOfExpression.class, both, "isNot");
        node(OverlapsCondition.class, "left right", "");
        node(
                Between.class,
                "leftExpression betweenExpressionStart betweenExpressionEnd",
                "not usingSymmetric usingAsymmetric");
        node(ExistsExpression.class, "rightExpression", "not");
        node(IsBooleanExpression.class, "leftExpression", "not isTrue");
        node(IsNullExpression.class, "leftExpression", "not useIsNull useNotNull");
        node(IsUnknownExpression.class, "leftExpression", "isNot");
        node(NotExpression.class, "expression", "");
        node(SignedExpression.class, "expression", "sign");
        node(CaseExpression.class, "switchExpression whenClauses elseExpression", "usingBrackets");
        node(WhenClause.class, "whenExpression thenExpression", "");
        node(JsonExpression.class, "idents expr", "");
        node(TimezoneExpression.class, "timezoneExpressions leftExpression", "");
        node(AnyComparisonExpression.class, "select", "anyType");
        node(ExpressionList.class, "", "");
        node(ParenthesedExpressionList.class, "", "");
        node(NamedExpressionList.class, "", "names");
        node(RowConstructor.class, "", "name");
    }

    private static void calls() {
        node(
                Function.class,
                "parameters namedParameters orderByElements limit keywordArguments",
                "nameparts distinct nullHandling ignoreNullsOutside");
        node(Function.KeywordArgument.class, "expression", "keyword");
        node(ExtractExpression.class, "expression", "name");
        node(TrimFunction.class, "expression fromExpression", "trimSpecification isUsingFromKeyword");
        node(
                AnalyticExpression.class,
                "expression offset defaultValue filterExpression funcOrderBy windowDef keywordArguments",
                "name type distinct ignoreNullsOutside windowName nullHandling allColumns");
        node(
                JsonFunction.class,
                "keyValuePairs expressions inputExpression jsonPathExpression returningType",
                "functionType onNullType uniqueKeysType");
        node(JsonFunctionExpression.class, "expression", "");
        node(JsonKeyValuePair.class, "key value", "usingKeyKeyword separator");
        node(
                JsonAggregateFunction.class,
                "expressionOrderBy expression key value orderBy partitionBy filterExpression windowElement",
                "functionType analyticType usingKeyKeyword usingValueKeyword onNullType uniqueKeysType");
        node(MySQLGroupConcat.class, "expressionList orderByElements", "distinct separator");
    }

    private static void windows() {
        node(WindowDefinition.class, "orderBy partitionBy windowElement", "windowName");
        node(OrderByClause.class, "orderByElements", "");
        node(PartitionByClause.class, "", "brackets");
        node(WindowElement.class, "offset range", "type exclusion");
        node(WindowRange.class, "start end", "");
        node(WindowOffset.class, "expression", "type");
    }

    private static void changes() {
        node(
                Insert.class,
                "table columns select returningClause withItemsList conflictTarget conflictAction duplicateAction",
                "onlyDefaultValues overridingMode");
        node(InsertConflictAction.class, "whereExpression updateSets", "conflictActionType");
        node(InsertDuplicateAction.class, "whereExpression updateSets", "conflictActionType");
        node(InsertConflictTarget.class, "indexElements whereExpression", "constraintName");
        node(Index.ColumnParams.class, "", "columnName expressionParenthesized");
        node(Update.class, "table where updateSets fromItem joins returningClause withItemsList", "");
        node(UpdateSet.class, "columns values", "");
        node(Delete.class, "table usingFromItemList where returningClause withItemsList", "hasFrom");
        node(ReturningClause.class, "", "keyword");
    }
}
