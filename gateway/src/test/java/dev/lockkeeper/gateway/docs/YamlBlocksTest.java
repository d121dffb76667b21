package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.policy.CaseRunner;
import dev.lockkeeper.policy.CaseSettings;
import dev.lockkeeper.policy.CaseTable;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a page shows in YAML can be copied. A block is a configuration, whole or in part; a table of cases; or, with the
 * words {@code yaml server} at its fence, keys of one server, and with {@code yaml policy} a policy without a gateway.
 */
class YamlBlocksTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```yaml( server| policy)?\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern REACHED = Pattern.compile("^(run|url):", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> every_block_of_every_page_is_accepted() {
        List<DynamicTest> tests = Checkout.files().stream()
                .filter(file -> file.toString().endsWith(".md"))
                .flatMap(YamlBlocksTest::blocks)
                .toList();
        assertThat(tests).hasSizeGreaterThan(15);
        return tests.stream();
    }

    private static Stream<DynamicTest> blocks(Path page) {
        String text = Checkout.text(page.toString());
        List<DynamicTest> tests = new ArrayList<>();
        String servers = null;
        for (var block : BLOCK.matcher(text).results().toList()) {
            String yaml = block.group(2);
            String name = page + ":" + text.substring(0, block.start()).lines().count();
            String before = servers;
            if (" policy".equals(block.group(1))) {
                tests.add(dynamicTest(
                        name,
                        () -> Policy.load(
                                "policy.yaml",
                                whole(yaml).replace("NOTES", "/notes").getBytes(StandardCharsets.UTF_8))));
            } else if (block.group(1) != null) {
                tests.add(dynamicTest(name, () -> load(server(yaml))));
            } else if (has(yaml, "cases")) {
                tests.add(dynamicTest(name, () -> run(yaml, before)));
            } else {
                tests.add(dynamicTest(name, () -> load(whole(yaml))));
                servers = has(yaml, "servers") ? whole(yaml) : servers;
            }
        }
        return tests.stream();
    }

    private static boolean has(String yaml, String key) {
        return yaml.startsWith(key + ":") || yaml.contains("\n" + key + ":");
    }

    private static String whole(String yaml) {
        return has(yaml, "version") ? yaml : "version: 1\n" + yaml;
    }

    private static String server(String keys) {
        String reached = REACHED.matcher(keys).find() ? "" : "url: https://mcp.example.com/mcp\n";
        return "version: 1\nservers:\n  s:\n" + (reached + keys).indent(4);
    }

    private static Policy load(String yaml) throws YamlInvalid {
        return LoadedPolicy.of("lockkeeper.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .policy();
    }

    /** @param policy what the page shows before; null where it shows no servers, so that the cases speak of others */
    private static void run(String cases, @Nullable String policy) throws YamlInvalid {
        CaseTable table = YamlBinder.bind(CaseTable.class, "policy-test.yaml", cases.getBytes(StandardCharsets.UTF_8));
        if (policy != null) {
            var runner = new CaseRunner(load(policy), List.of());
            for (CaseSettings one : table.cases()) {
                assertThat(runner.run(one).failure()).as(one.name()).isEmpty();
            }
        }
    }
}
