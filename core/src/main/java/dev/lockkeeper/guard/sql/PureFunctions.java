package dev.lockkeeper.guard.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * Functions and types that need no permission: what they answer depends on their arguments and the time of day only, and
 * neither their time nor their memory is an argument of theirs. So there is no {@code repeat}, {@code randomblob},
 * {@code generate_series}, nothing that takes the name of a table or a statement as a text, and nothing of the server.
 */
final class PureFunctions {

    /** What is written like a call and is none: rows, sets, quantifiers, and what the grammar knows by name. */
    private static final String SYNTAX = "row any all some rollup cube grouping exists coalesce nullif greatest least";

    private static final String AGGREGATES =
            "count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp"
                    + " row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value";

    private static final String TEXTS = "lower upper length trim ltrim rtrim replace substr substring concat concat_ws";

    private static final String NUMBERS =
            "abs ceil ceiling floor round sign sqrt power pow exp ln log log10 mod pi degrees"
                    + " radians sin cos tan asin acos atan atan2";

    private static final String TYPES =
            "int integer smallint bigint numeric decimal real float text varchar char date time"
                    + " timestamp boolean bool json";

    private static final String POSTGRESQL =
            "every bool_and bool_or bit_and bit_or bit_xor array_agg string_agg json_agg"
                    + " jsonb_agg json_object_agg jsonb_object_agg mode percentile_cont percentile_disc corr covar_pop covar_samp"
                    + " regr_slope regr_intercept regr_r2 regr_count regr_avgx regr_avgy regr_sxx regr_sxy regr_syy any_value range_agg"
                    + " char_length character_length octet_length bit_length left right btrim initcap position strpos split_part"
                    + " overlay translate reverse ascii chr md5 sha256 encode decode to_hex starts_with format quote_literal"
                    + " regexp_replace regexp_match regexp_matches regexp_count regexp_substr regexp_like regexp_instr"
                    + " regexp_split_to_table regexp_split_to_array string_to_array string_to_table array_to_string"
                    + " cbrt div trunc width_bucket gcd lcm scale cot sinh cosh tanh"
                    + " now current_timestamp current_date current_time localtime localtimestamp transaction_timestamp"
                    + " statement_timestamp clock_timestamp date_trunc date_part date_bin age extract to_char to_date to_timestamp"
                    + " to_number make_date make_time make_timestamp make_timestamptz make_interval justify_days justify_hours"
                    + " justify_interval isfinite timezone"
                    + " array_length array_upper array_lower array_ndims cardinality array_position array_positions array_append"
                    + " array_prepend array_cat array_remove array_replace unnest"
                    + " json_build_object jsonb_build_object json_build_array jsonb_build_array json_object jsonb_object to_json"
                    + " to_jsonb row_to_json array_to_json json_array_elements jsonb_array_elements json_array_elements_text"
                    + " jsonb_array_elements_text json_array_length jsonb_array_length json_each jsonb_each json_each_text"
                    + " jsonb_each_text json_object_keys jsonb_object_keys json_extract_path jsonb_extract_path"
                    + " json_extract_path_text jsonb_extract_path_text json_typeof jsonb_typeof jsonb_set jsonb_insert"
                    + " json_strip_nulls jsonb_strip_nulls jsonb_path_exists jsonb_path_match jsonb_path_query"
                    + " jsonb_path_query_array jsonb_path_query_first"
                    + " to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd"
                    + " lower_inc upper_inc isempty num_nulls num_nonnulls host network masklen family pg_typeof"
                    + " int2 int4 int8 float4 float8 double timestamptz timetz interval jsonb uuid bytea character bpchar inet cidr"
                    + " money tsvector tsquery";

    private static final String SQLITE =
            "total group_concat string_agg median percentile ifnull iif if instr unicode char"
                    + " hex quote printf format typeof likely unlikely likelihood trunc log2 sinh cosh tanh unhex octet_length soundex"
                    + " date time datetime julianday strftime unixepoch timediff current_date current_time current_timestamp"
                    + " json json_array json_array_length json_extract json_insert json_object json_patch json_remove json_replace"
                    + " json_set json_type json_valid json_quote json_group_array json_group_object json_each json_tree json_pretty"
                    + " concat concat_ws double blob datetime nvarchar";

    private static final String MYSQL = "group_concat json_arrayagg json_objectagg bit_and bit_or bit_xor std any_value"
            + " if ifnull isnull field elt interval char_length character_length octet_length bit_length left right mid locate"
            + " position instr substring_index reverse ascii ord char hex unhex md5 sha1 sha2 crc32 strcmp format lcase ucase"
            + " find_in_set quote soundex to_base64 from_base64 bin oct conv insert make_set export_set regexp_like"
            + " regexp_replace regexp_substr regexp_instr truncate log2 cot"
            + " now sysdate curdate curtime current_date current_time current_timestamp utc_date utc_time utc_timestamp"
            + " localtime localtimestamp date time year quarter month week day hour minute second microsecond dayofmonth"
            + " dayofweek dayofyear dayname monthname weekday weekofyear yearweek last_day date_add date_sub adddate subdate"
            + " addtime subtime datediff timediff timestampdiff timestampadd timestamp date_format time_format str_to_date"
            + " from_unixtime unix_timestamp to_days from_days to_seconds sec_to_time time_to_sec makedate maketime"
            + " period_add period_diff extract convert_tz"
            + " json_extract json_unquote json_object json_array json_length json_keys json_contains json_contains_path"
            + " json_type json_valid json_value json_set json_insert json_replace json_remove json_search json_depth"
            + " json_quote json_merge_patch json_merge_preserve json_pretty json_overlaps"
            + " signed unsigned datetime double binary nchar";

    private PureFunctions() {}

    /** The names, folded, that need no permission in this database. */
    static Set<String> of(SqlDialect dialect) {
        Set<String> names = new HashSet<>();
        for (String list : new String[] {SYNTAX, AGGREGATES, TEXTS, NUMBERS, TYPES}) {
            names.addAll(Set.of(list.split(" ")));
        }
        String own = switch (dialect) {
            case POSTGRESQL -> POSTGRESQL;
            case SQLITE -> SQLITE;
            case MYSQL -> MYSQL;
            case GENERIC -> "char_length position extract current_date current_time current_timestamp double";
        };
        for (String name : own.split(" ")) {
            names.add(name);
        }
        return Set.copyOf(names);
    }
}
