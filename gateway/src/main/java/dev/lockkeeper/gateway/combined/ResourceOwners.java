package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which servers offer a URI, by their lists of resources and of templates. Immutable. */
final class ResourceOwners {

    private final Map<String, Set<String>> byUri = new HashMap<>();
    private final Map<String, Set<String>> byTemplateText = new HashMap<>();
    private final Map<UriTemplate, String> templates = new HashMap<>();

    ResourceOwners(List<Listed> resources, List<Listed> templateLists) {
        resources.forEach(listed -> claim(listed, "uri", byUri));
        templateLists.forEach(listed -> {
            claim(listed, "uriTemplate", byTemplateText);
            for (Json entry : listed.entries()) {
                String template = entry instanceof JsonObject object ? object.string("uriTemplate") : null;
                if (template != null) {
                    templates.put(new UriTemplate(template), listed.server());
                }
            }
        });
    }

    /**
     * All servers that list the URI or a template that could stand for it. A listed URI is no better a claim than a
     * template, or a server could draw to itself what belongs to another's template.
     */
    Set<String> of(String uri) {
        Set<String> owners = new LinkedHashSet<>(byUri.getOrDefault(uri, Set.of()));
        owners.addAll(byTemplateText.getOrDefault(uri, Set.of()));
        templates.forEach((template, server) -> {
            if (!owners.contains(server) && template.matches(uri)) {
                owners.add(server);
            }
        });
        return owners;
    }

    private static void claim(Listed listed, String member, Map<String, Set<String>> claims) {
        for (Json entry : listed.entries()) {
            String name = entry instanceof JsonObject object ? object.string(member) : null;
            if (name != null) {
                claims.computeIfAbsent(name, absent -> new HashSet<>()).add(listed.server());
            }
        }
    }
}
