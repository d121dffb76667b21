package dev.lockkeeper.gateway.front;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The headers {@code Mcp-Param-*}, in which a client repeats arguments for intermediaries. */
final class ParameterHeaders {

    private static final String PREFIX = "mcp-param-";
    private static final int MOST = 64;

    private ParameterHeaders() {}

    /** The decoded values by lower-case name, without the prefix. */
    static Map<String, String> of(HttpFields headers) throws HttpRefused {
        Map<String, String> parameters = new HashMap<>();
        for (HttpField field : headers) {
            String name = field.getLowerCaseName();
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            String value = ModernRules.decode(String.valueOf(field.getValue()))
                    .orElseThrow(() -> ModernRules.mismatch(field.getName()));
            String parameter = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
            if (parameters.size() >= MOST || parameters.put(parameter, value) != null) {
                throw ModernRules.mismatch(field.getName());
            }
        }
        return parameters;
    }
}
