package dev.lockkeeper.guard.result;

import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import java.util.List;

/** Which images an answer may show. */
@Doc("Which images an answer may show; a client fetches them without anybody clicking.")
public record LinkSettings(
        @Doc(
                "Hosts whose images may be shown: img.example.com, or *.example.com for all below it. None where it is empty.")
        @Matches(
                value = "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?",
                words = "a host such as img.example.com or *.example.com")
        List<String> imageHosts) {

    /** No image at all. */
    public static final LinkSettings DEFAULT = new LinkSettings(List.of());

    public LinkSettings {
        imageHosts = List.copyOf(imageHosts);
    }
}
