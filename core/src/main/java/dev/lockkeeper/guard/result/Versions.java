package dev.lockkeeper.guard.result;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds versions of software, by the name before them. */
final class Versions implements Span.Finder {

    static final String MARK = "[version]";

    private static final int LONGEST = 64;

    private static final Set<String> SOFTWARE = Set.of(
            "version",
            "nginx",
            "apache",
            "httpd",
            "php",
            "python",
            "cpython",
            "pypy",
            "node",
            "node.js",
            "nodejs",
            "deno",
            "bun",
            "npm",
            "postgresql",
            "postgres",
            "mysql",
            "mariadb",
            "sqlite",
            "sqlite3",
            "oracle",
            "redis",
            "mongodb",
            "elasticsearch",
            "openssl",
            "libressl",
            "curl",
            "libcurl",
            "wget",
            "git",
            "tomcat",
            "jetty",
            "netty",
            "java",
            "openjdk",
            "jdk",
            "jre",
            "ruby",
            "rails",
            "rack",
            "puma",
            "django",
            "flask",
            "fastapi",
            "starlette",
            "werkzeug",
            "gunicorn",
            "uvicorn",
            "express",
            "spring",
            "boot",
            "go",
            "golang",
            "rust",
            "rustc",
            "cargo",
            "dotnet",
            ".net",
            "kestrel",
            "iis",
            "microsoft-iis",
            "asp.net",
            "linux",
            "ubuntu",
            "debian",
            "alpine",
            "centos",
            "windows",
            "macos",
            "darwin",
            "kernel",
            "docker",
            "kubernetes",
            "kubectl",
            "urllib3",
            "requests",
            "python-requests",
            "python-urllib3",
            "aiohttp",
            "httpx",
            "axios",
            "undici",
            "okhttp",
            "gcc",
            "clang",
            "glibc",
            "laravel",
            "symfony",
            "wordpress",
            "drupal",
            "cloudflare",
            "envoy",
            "haproxy",
            "varnish",
            "mod_ssl",
            "mod_wsgi",
            "mod_perl",
            "sqlalchemy",
            "psycopg2",
            "jdbc");

    @Override
    public @Nullable Span at(String text, int from) {
        if (!Chars.isLetter(text.charAt(from)) && text.charAt(from) != '.') {
            return null;
        }
        int end = from;
        while (end - from < LONGEST && (Chars.isWord(Chars.at(text, end)) || isInner(text, end))) {
            end++;
        }
        char after = Chars.at(text, end);
        if (after != '/' && after != ' ' && after != '-' && after != '@'
                || !SOFTWARE.contains(text.substring(from, end).toLowerCase(Locale.ROOT))) {
            return null;
        }
        int number = end + 1;
        number = Chars.goesOn(text, number, "version ") ? number + 8 : number;
        number = Chars.goesOn(text, number, "v") ? number + 1 : number;
        return version(text, number);
    }

    private static boolean isInner(String text, int at) {
        char c = Chars.at(text, at);
        return (c == '.' || c == '-') && Chars.isLetter(Chars.at(text, at + 1));
    }

    private static @Nullable Span version(String text, int from) {
        int major = Chars.digits(text, from);
        if (major == from || Chars.at(text, major) != '.' || !Chars.isDigit(Chars.at(text, major + 1))) {
            return null;
        }
        int end = major;
        while (end - from < LONGEST
                && end < text.length()
                && (Chars.isWord(text.charAt(end)) || ".+-~".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        while (".+-~".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return new Span(from, end, MARK);
    }
}
