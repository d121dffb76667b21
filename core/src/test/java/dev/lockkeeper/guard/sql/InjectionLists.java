package dev.lockkeeper.guard.sql;

import dev.lockkeeper.testing.Corpora;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What public lists put into statements, alone and in the places of queries where programs used to put values. */
final class InjectionLists {

    private static final List<String> FILES = List.of(
            "payloads/fuzzdb-attack_sql-injection_detect_GenericBlind.txt",
            "payloads/fuzzdb-attack_sql-injection_detect_xplatform.txt",
            "payloads/payloadbox-Auth_Bypass.txt",
            "payloads/payloadbox-Generic_ErrorBased.txt",
            "payloads/payloadbox-Generic_SQLI.txt",
            "payloads/payloadbox-Generic_TimeBased.txt",
            "payloads/payloadsallthethings-SQL_Injection_Intruder_Auth_Bypass.txt",
            "payloads/payloadsallthethings-SQL_Injection_Intruder_Generic_Fuzz.txt",
            "payloads/payloadsallthethings-SQL_Injection_Intruder_Generic_UnionSelect.txt",
            "payloads/payloadsallthethings-SQL_Injection_Intruder_SQL-Injection",
            "payloads/payloadsallthethings-SQL_Injection_Intruder_SQLi_Polyglots.txt");

    private static final List<String> PLACES = List.of(
            "%s",
            "SELECT id FROM orders WHERE status = '%s'",
            "SELECT id FROM orders WHERE (status = '%s') AND total > 1",
            "SELECT id FROM orders WHERE status LIKE '%%%s%%'",
            "SELECT id FROM orders WHERE id = %s",
            "SELECT id FROM orders WHERE id = (%s)",
            "SELECT %s FROM orders",
            "SELECT id FROM orders ORDER BY %s",
            "SELECT id FROM orders LIMIT %s",
            "SELECT id FROM %s",
            "SELECT id FROM orders WHERE \"status\" = \"%s\"");

    private InjectionLists() {}

    /** Every line of every list in every place; skips the test where the lists are not there. */
    static Set<String> statements() {
        Set<String> statements = new LinkedHashSet<>();
        for (String file : FILES) {
            Corpora.text(file).lines().filter(line -> !line.isBlank()).forEach(line -> {
                for (String place : PLACES) {
                    statements.add(place.replace("%%", "%").replace("%s", line));
                }
            });
        }
        return statements;
    }
}
