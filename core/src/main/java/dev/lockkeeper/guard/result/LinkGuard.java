package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes from answers the images that a client would fetch by itself, unless their host is listed, and the links that
 * lead where none may lead or that carry data away. A mark stands where they were. In Markdown, HTML and plain text, the
 * URIs of resources, and members that hold a URL by their name. Immutable and thread-safe; linear in the size of the
 * answer, apart from what the judge of URLs takes for each link.
 */
public final class LinkGuard implements ResultGuard {

    private static final int MOST_ROUNDS = 4;
    private static final int LONGEST_SHOWN_HOST = 64;

    /** Run or read something where they are followed. */
    private static final Set<String> ACTIVE = Set.of(
            "javascript",
            "vbscript",
            "livescript",
            "data",
            "file",
            "blob",
            "filesystem",
            "view-source",
            "jar",
            "about",
            "intent",
            "ms-msdt",
            "ms-officecmd",
            "search-ms",
            "ms-search",
            "shell");

    /** Refused as the URI of a resource; there {@code file} and others are usual. */
    private static final Set<String> SCRIPTS = Set.of("javascript", "vbscript", "livescript", "data");

    private static final Set<String> NAMES = Set.of("url", "href");

    /** Name where a client, or the next call, goes on to. */
    private static final Set<String> REDIRECT_NAMES =
            Set.of("location", "redirect", "redirectto", "redirecturl", "redirecturi", "finalurl", "effectiveurl");

    private static final Set<String> FETCHED_NAMES = Set.of("src", "imageurl", "iconurl", "thumbnailurl");

    private final List<String> hosts;
    private final List<String> parents;
    private final ValueGuard urls;
    private final ValueGuard redirects;

    /** Judges the targets of redirects as other links. */
    public LinkGuard(LinkSettings settings, ValueGuard urls) {
        this(settings, urls, urls);
    }

    /**
     * @param urls judges the URL of each link that a person could follow; what it finds unfit is removed. It must not
     *     resolve names: an answer may hold thousands
     * @param redirects judges, in the same way, where an answer says that the server was sent on to, by members such as
     *     {@code location}
     * @throws IllegalArgumentException when a host is none
     */
    public LinkGuard(LinkSettings settings, ValueGuard urls, ValueGuard redirects) {
        for (String host : settings.imageHosts()) {
            String plain = host.startsWith("*.") ? host.substring(2) : host;
            if (plain.isEmpty()
                    || !plain.chars().allMatch(c -> c == '.' || c == '-' || c < 128 && Chars.isWord((char) c))) {
                throw new IllegalArgumentException(
                        "“" + host + "” is no host such as img.example.com or *.example.com");
            }
        }
        this.hosts = settings.imageHosts().stream()
                .filter(host -> !host.startsWith("*."))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        this.parents = settings.imageHosts().stream()
                .filter(host -> host.startsWith("*."))
                .map(host -> host.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableList());
        this.urls = urls;
        this.redirects = redirects;
    }

    @Override
    public String name() {
        return "result-links";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        return Answers.hasContent(action, response)
                ? new Walk(new Removal(action), true)
                        .rewrite(action, response, Reason.RESULT_LINK_REMOVED, "links removed")
                : ResultVerdict.pass();
    }

    private final class Removal implements Change {

        private final Action action;
        private @Nullable Sent sent;

        Removal(Action action) {
            this.action = action;
        }

        @Override
        public @Nullable String change(Place place, String text) {
            return switch (place.kind()) {
                case TEXT -> {
                    String name = member(place.name());
                    boolean fetched = FETCHED_NAMES.contains(name);
                    yield REDIRECT_NAMES.contains(name)
                            ? redirect(text)
                            : fetched || NAMES.contains(name) ? url(text, fetched) : text(text);
                }
                case NAME -> text(text);
                case URI -> uri(text);
                case MEMBER, BLOB, TOKEN, OPAQUE -> null;
            };
        }

        // What is left may read otherwise than before.
        private @Nullable String text(String text) {
            String left = once(text);
            for (int round = 1; left != null && round < MOST_ROUNDS; round++) {
                String next = once(left);
                if (next == null) {
                    return left;
                }
                left = next;
            }
            return left;
        }

        private @Nullable String once(String text) {
            StringBuilder out = null;
            int done = 0;
            for (Link link : Links.in(text)) {
                if (link.from() < done) {
                    continue;
                }
                String mark = mark(link);
                if (mark != null) {
                    out = out == null ? new StringBuilder(text.length()) : out;
                    out.append(text, done, link.from()).append(link.before()).append(mark);
                    done = link.to();
                }
            }
            return out == null ? null : out.append(text, done, text.length()).toString();
        }

        private @Nullable String url(String text, boolean fetched) {
            String mark = mark(new Link(0, text.length(), text, fetched, false, ""));
            return mark == null ? text(text) : mark;
        }

        private @Nullable String redirect(String text) {
            Target target = Target.of(text);
            return target.isRemote() && isUnfit(redirects, target) && !isSent(text)
                    ? removed("[link removed", target)
                    : url(text, false);
        }

        // A URI stays a URI: the client may not take the answer otherwise.
        private @Nullable String uri(String text) {
            Target target = Target.of(text);
            boolean refused = SCRIPTS.contains(target.scheme())
                    || target.isRemote() && (Cargo.in(target) || isUnfit(target)) && !isSent(text);
            return refused ? "urn:removed" : null;
        }

        private @Nullable String mark(Link link) {
            Target target = Target.of(link.target());
            if (!isRefused(target, link)) {
                return null;
            }
            return removed(link.fetched() ? "[image removed" : "[link removed", target);
        }

        private static String removed(String what, Target target) {
            return isShown(target) ? what + ": " + bare(target.host()) + "]" : what + "]";
        }

        private boolean isRefused(Target target, Link link) {
            if (ACTIVE.contains(target.scheme())) {
                // Resources and roots are named by such URIs; one that stands there as it is misleads nobody.
                return link.fetched() || !link.plain() || !target.scheme().equals("file");
            }
            if (!target.isRemote()) {
                return !target.scheme().isEmpty() && Cargo.inRest(target.rest());
            }
            if (link.fetched()) {
                return !isListed(target.host()) || Cargo.in(target);
            }
            // An address in a sentence misleads nobody, and tells as much where it is no link.
            return (Cargo.in(target) || !link.plain() && isUnfit(target)) && !isSent(link.target());
        }

        private boolean isUnfit(Target target) {
            return isUnfit(urls, target);
        }

        private static boolean isUnfit(ValueGuard guard, Target target) {
            return switch (guard.judge(new JsonString(target.url()))) {
                case Assessment.Fit fit -> false;
                case Assessment.Unfit unfit -> true;
            };
        }

        private boolean isSent(String url) {
            if (sent == null) {
                sent = new Sent(Answers.sent(action));
            }
            return sent.holds(url);
        }
    }

    private boolean isListed(String host) {
        return hosts.contains(host)
                || parents.stream().anyMatch(parent -> host.endsWith(parent) && host.length() > parent.length());
    }

    // Some readers make a link of a name that begins with www, also of this one.
    private static String bare(String host) {
        String bare = host;
        while (bare.startsWith("www.")) {
            bare = bare.substring(4);
        }
        return bare;
    }

    // A host can be a message too.
    private static boolean isShown(Target target) {
        return !target.host().isEmpty()
                && target.host().length() <= LONGEST_SHOWN_HOST
                && target.host().chars().allMatch(c -> c == '.' || c == '-' || c < 128 && Chars.isWord((char) c))
                && !Cargo.in(target);
    }

    // redirect_url and redirectUrl are one name.
    private static String member(String name) {
        if (name.length() > 20) {
            return "";
        }
        var out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-') {
                out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            }
        }
        return out.toString();
    }
}
