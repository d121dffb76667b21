package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.statement.select.Fetch;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import org.jspecify.annotations.Nullable;

/**
 * Whether a SELECT says itself, by a literal, that it asks for no more rows than allowed.
 *
 * @param rows the most; 0 for no such rule
 */
record SqlLimit(int rows) {

    void check(Select select) throws SqlRefused {
        if (rows > 0 && !isBounded(select)) {
            throw new SqlRefused(Reason.SQL_LIMIT, "End the statement with LIMIT and a number up to " + rows + ".");
        }
    }

    private boolean isBounded(Select select) {
        Limit limit = select.getLimit();
        Fetch fetch = select.getFetch();
        if (limit != null) {
            return fetch == null && isSmall(limit.getRowCount());
        }
        if (fetch != null) {
            return isSmall(fetch.getExpression())
                    && fetch.getFetchParameters().stream()
                            .noneMatch(word -> word.equalsIgnoreCase("PERCENT") || word.contains("TIES"));
        }
        return switch (select) {
            case ParenthesedSelect inner -> isBounded(inner.getSelect());
            // Where the last query has no parentheses, what stands after it is for all of them.
            case SetOperationList list -> list.getSelects().getLast() instanceof PlainSelect last && isBounded(last);
            default -> false;
        };
    }

    private boolean isSmall(@Nullable Object count) {
        if (!(count instanceof LongValue number)) {
            return false;
        }
        String digits = number.getStringValue();
        return digits.length() <= 10
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(digits) <= rows;
    }
}
