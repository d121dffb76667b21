package dev.lockkeeper.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlFacts;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlMutations;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard allows, the parser of Node reads alike: most servers that fetch are written for it. */
class NodeUrlAgreementTest {

    /** A line for each URL: its scheme, host and port, or nothing where it is none. */
    private static final String SCRIPT = """
            const urls = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
            console.log(urls.map(text => {
              try {
                const url = new URL(text);
                return [url.protocol, url.hostname, url.port, url.username + url.password].join(' ');
              } catch (e) {
                return '';
              }
            }).join('\\n'));
            """;

    private static final UrlGuard OPEN = new UrlGuard(
            UrlSettings.DEFAULT
                    .withSchemes("https", "http", "wss", "ws", "ftp")
                    .withHosts("*", "*:80", "*:443", "*:8080", "*:65535", "*:1"),
            Resolver.NONE);

    @Test
    void what_is_allowed_is_what_node_reads_and_no_private_address(@TempDir Path directory) throws Exception {
        Peers.folder();
        List<String> urls = new ArrayList<>();
        List<Assessment.Fit> allowed = new ArrayList<>();
        for (String url : UrlMutations.of(4, 60_000)) {
            if (OPEN.judge(url) instanceof Assessment.Fit fit) {
                urls.add(url);
                allowed.add(fit);
            }
        }
        assertThat(urls).hasSizeGreaterThan(5_000);
        List<String> read = node(Files.writeString(
                directory.resolve("urls.json"), JsonArray.ofStrings(urls).text()));
        assertThat(read).hasSameSizeAs(urls);
        for (int i = 0; i < urls.size(); i++) {
            String[] parts = read.get(i).split(" ", -1);
            assertThat(parts).as(urls.get(i)).hasSize(4);
            Assessment.Fit fit = allowed.get(i);
            assertThat(parts[0]).as(urls.get(i)).isEqualTo(UrlFacts.scheme(fit) + ":");
            assertThat(UrlFacts.unbracketed(parts[1])).as(urls.get(i)).isEqualTo(UrlFacts.host(fit));
            assertThat(parts[2].isEmpty() ? UrlFacts.standardPort(fit) : Integer.parseInt(parts[2]))
                    .as(urls.get(i))
                    .isEqualTo(UrlFacts.port(fit));
            assertThat(parts[3]).as(urls.get(i)).isEmpty();
            assertThat(UrlFacts.isPublic(UrlFacts.unbracketed(parts[1])))
                    .as(urls.get(i))
                    .isTrue();
        }
    }

    private static List<String> node(Path urls) throws Exception {
        Process node = new ProcessBuilder("node", "-e", SCRIPT, urls.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        node.getOutputStream().close();
        String out = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor()).isZero();
        return List.of(out.substring(0, out.length() - 1).split("\n", -1));
    }
}
