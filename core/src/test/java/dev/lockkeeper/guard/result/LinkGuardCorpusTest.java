package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.testing.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Real documentation, full of links that are what they seem. */
class LinkGuardCorpusTest {

    @Test
    void of_real_documentation_all_images_go_and_fewer_than_one_link_in_two_hundred() throws IOException {
        int links = 0;
        int images = 0;
        int linksRemoved = 0;
        int imagesRemoved = 0;
        int installers = 0;
        for (String line : Files.readAllLines(Corpora.file("benign/docs.jsonl"))) {
            String text = Objects.requireNonNull(Answer.json(line).string("text"));
            for (Link link : Links.in(text)) {
                boolean remote = Target.of(link.target()).isRemote();
                links += remote && !link.fetched() ? 1 : 0;
                images += remote && link.fetched() ? 1 : 0;
                // Links that install a server by a click hold its whole configuration: data, in base64.
                installers += link.target().contains("install") && Cargo.in(Target.of(link.target())) ? 1 : 0;
            }
            JsonArray content = Objects.requireNonNull(
                    Answer.passed(LinkGuardTest.GUARD, Answer.text(text)).array("content"));
            String left = Objects.requireNonNull(((JsonObject) content.items().getFirst()).string("text"));
            linksRemoved += count(left, "[link removed");
            imagesRemoved += count(left, "[image removed");
        }
        assertThat(images).isPositive();
        assertThat(imagesRemoved).isBetween(images * 9 / 10, images);
        assertThat((linksRemoved - installers) * 200)
                .as(
                        "%d of %d links, %d of them installers, %d of %d images",
                        linksRemoved, links, installers, imagesRemoved, images)
                .isLessThan(links);
    }

    private static int count(String text, String piece) {
        int count = 0;
        for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
            count++;
        }
        return count;
    }
}
