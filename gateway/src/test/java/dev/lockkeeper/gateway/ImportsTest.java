package dev.lockkeeper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, and what the engine must not touch. */
class ImportsTest {

    private static final String ROOT = "dev.lockkeeper.";
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>();

    // Who may import whom. Each line may name only packages of lines above it, so there are no cycles.
    static {
        arrow("reason");
        arrow("json", "reason");
        arrow("yaml", "json", "reason");
        arrow("mcp", "json", "reason");
        arrow("guard", "mcp", "json", "reason");
        arrow("guard.schema", "guard", "mcp", "json", "reason");
        String[] guard = {"guard", "mcp", "yaml", "json", "reason"};
        arrow("guard.text", guard);
        arrow("guard.path", guard);
        arrow("guard.url", guard);
        arrow("guard.sql", guard);
        arrow("guard.shell", guard, "guard.path", "guard.url");
        arrow("secret", "json", "reason");
        arrow("guard.secret", guard, "secret");
        arrow("guard.result", guard, "guard.text", "guard.secret", "guard.url", "secret");
        arrow("guard.limit", guard);
        String[] guards = {
            "guard.schema",
            "guard.text",
            "guard.path",
            "guard.url",
            "guard.sql",
            "guard.shell",
            "guard.secret",
            "guard.result",
            "guard.limit"
        };
        arrow("guard.argument", Stream.of(guard, guards).flatMap(Stream::of).toArray(String[]::new));
        arrow("audit", "secret", "json", "reason");
        arrow("decide", "audit", "guard", "mcp", "json", "reason");
        arrow("policy", guards, "guard.argument", "decide", "audit", "guard", "mcp", "yaml", "json", "reason");

        arrow("embed", "policy", "decide", "audit", "guard.schema", "guard", "mcp", "json", "reason");

        arrow("gateway.identity", "guard", "json", "reason");
        arrow("gateway.upstream", "decide", "audit", "guard.url", "guard", "mcp", "json", "reason");
        String[] engine = {
            "policy",
            "decide",
            "audit",
            "guard.argument",
            "guard.limit",
            "guard.url",
            "guard.schema",
            "guard",
            "mcp",
            "json",
            "reason"
        };
        arrow("gateway.session", engine, "gateway.identity", "gateway.upstream");
        arrow("gateway.combined", engine, "gateway.session");
        arrow("gateway.front", engine, "gateway.identity", "gateway.session");
        arrow(
                "gateway.config",
                engine,
                "yaml",
                "gateway.identity",
                "gateway.upstream",
                "gateway.session",
                "gateway.front");
        arrow("gateway.demo", "json", "reason");
        arrow("gateway.cli", ARROWS.keySet().toArray(String[]::new));
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.lockkeeper");

    private static final DescribedPredicate<JavaClass> ENGINE = DescribedPredicate.describe(
            "the engine",
            type -> type.getPackageName().startsWith(ROOT)
                    && !type.getPackageName().startsWith(ROOT + "gateway"));

    private static void arrow(String from, String... to) {
        arrow(from, to, new String[0]);
    }

    private static void arrow(String from, String[] some, String... others) {
        Set<String> to = Stream.concat(Stream.of(some), Stream.of(others)).collect(Collectors.toSet());
        if (!ARROWS.keySet().containsAll(to) || ARROWS.put(from, to) != null) {
            throw new AssertionError("the arrows of " + from + " lead up or sideways");
        }
    }

    @Test
    void packages_import_only_along_the_arrows() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String from = name(type);
            Set<String> allowed = ARROWS.get(from);
            if (allowed == null) {
                wrong.add(from + " has no line in the list of arrows");
                continue;
            }
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .filter(target -> !name(target).equals(from) && !allowed.contains(name(target)))
                    .forEach(target -> wrong.add(from + " imports " + name(target) + ": " + type.getSimpleName()
                            + " uses " + target.getSimpleName()));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_classes_of_both_modules_are_looked_at() {
        Set<String> seen = new HashSet<>();
        CLASSES.forEach(type -> seen.add(name(type)));
        assertThat(seen).contains("reason", "json", "mcp", "decide", "gateway.session", "gateway.upstream");
    }

    @Test
    void the_engine_opens_no_connection() {
        Set<String> harmless = Set.of("URI", "URISyntaxException", "URLDecoder", "URLEncoder", "IDN");
        ArchRuleDefinition.noClasses()
                .that(ENGINE)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open connections or resolve names",
                        type -> type.getPackageName().startsWith("java.net") && !harmless.contains(type.getSimpleName())
                                || type.getPackageName().startsWith("javax.net")
                                || type.getPackageName().equals("java.nio.channels")
                                        && type.getSimpleName().matches(".*(Socket|Server|Datagram|Network).*")))
                .check(CLASSES);
    }

    @Test
    void the_engine_starts_no_thread() {
        Set<String> methods = Set.of("start", "startVirtualThread", "ofVirtual", "ofPlatform", "unstarted");
        Set<String> types = Set.of(
                "java.util.concurrent.Executors",
                "java.util.concurrent.ExecutorService",
                "java.util.concurrent.ScheduledExecutorService",
                "java.util.concurrent.ThreadPoolExecutor",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.ThreadFactory",
                "java.util.concurrent.StructuredTaskScope",
                "java.util.Timer",
                "java.lang.Process",
                "java.lang.ProcessBuilder");
        assertThat(callsOfTheEngine(target -> {
                    String owner = target.getOwner().getName();
                    String called = target.getName();
                    return owner.equals("java.lang.Thread") && (methods.contains(called) || called.equals("<init>"))
                            || types.contains(owner)
                            || owner.equals("java.util.concurrent.CompletableFuture") && called.endsWith("Async")
                            || called.equals("parallelStream")
                            || called.equals("parallel");
                }))
                .isEmpty();
    }

    @Test
    void the_engine_reads_no_clock_but_the_one_it_is_given() {
        assertThat(callsOfTheEngine(target -> {
                    String owner = target.getOwner().getName();
                    String called = target.getName();
                    boolean given = !target.getRawParameterTypes().isEmpty()
                            && target.getRawParameterTypes()
                                    .getFirst()
                                    .getName()
                                    .equals("java.time.Clock");
                    return owner.equals("java.lang.System")
                                    && Set.of("currentTimeMillis", "nanoTime").contains(called)
                            || owner.startsWith("java.time.") && called.equals("now") && !given
                            || owner.equals("java.time.Clock")
                                    && (called.startsWith("system") || called.startsWith("tick"))
                            || owner.equals("java.util.Date")
                                    && called.equals("<init>")
                                    && target.getRawParameterTypes().isEmpty();
                }))
                .isEmpty();
    }

    @Test
    void nobody_but_the_decider_makes_permits_and_releases() {
        for (Class<?> proof : List.of(Permit.class, Release.class)) {
            JavaClass type = CLASSES.get(proof);
            assertThat(type.getModifiers()).contains(JavaModifier.FINAL);
            assertThat(type.getConstructors()).allSatisfy(constructor -> {
                assertThat(constructor.getModifiers()).doesNotContain(JavaModifier.PUBLIC, JavaModifier.PROTECTED);
                assertThat(constructor.getCallsOfSelf())
                        .isNotEmpty()
                        .allMatch(call -> call.getOriginOwner().getFullName().equals(ROOT + "decide.Decider"));
            });
        }
    }

    @Test
    void nothing_reaches_a_server_but_a_permit() {
        JavaClass upstream = CLASSES.get(Upstream.class);
        assertThat(upstream.getMethods())
                .filteredOn(method -> !method.getRawParameterTypes().isEmpty())
                .isNotEmpty()
                .allSatisfy(method -> assertThat(method.getRawParameterTypes())
                        .extracting(JavaClass::getName)
                        .containsExactly(Permit.class.getName()));
        assertThat(upstream.getAllRawInterfaces())
                .extracting(JavaClass::getName)
                .containsExactly("java.lang.AutoCloseable");
    }

    @Test
    void nothing_reaches_a_client_by_itself_but_a_release() {
        assertThat(CLASSES.get(ClientChannel.class).getMethods())
                .extracting(method -> method.getName()
                        + method.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList())
                .containsExactlyInAnyOrder("send[" + Release.class.getName() + "]", "begin[]", "part[]", "end[]");
    }

    @Test
    void only_upstreams_and_the_demo_start_processes_and_open_connections() {
        Set<String> types = Set.of(
                "java.lang.ProcessBuilder",
                "java.net.Socket",
                "java.net.ServerSocket",
                "java.net.DatagramSocket",
                "java.net.MulticastSocket",
                "java.net.URLConnection",
                "java.net.HttpURLConnection",
                "javax.net.SocketFactory",
                "javax.net.ssl.SSLSocketFactory");
        Set<String> channels = Set.of("SocketChannel", "ServerSocketChannel", "DatagramChannel", "Pipe");
        Set<String> opening = Set.of("open", "connect", "bind");
        Predicate<CodeUnitAccessTarget> opens = target -> {
            String owner = target.getOwner().getName();
            String called = target.getName();
            return types.contains(owner)
                    || owner.startsWith("java.net.http.")
                    || owner.startsWith("org.eclipse.jetty.client.")
                    || owner.equals("java.lang.Runtime") && called.equals("exec")
                    || owner.equals("java.net.URL") && called.startsWith("open")
                    || target.getOwner().getPackageName().equals("java.nio.channels")
                            && (channels.contains(target.getOwner().getSimpleName()) && opening.contains(called)
                                    || target.getOwner().getSimpleName().startsWith("Asynchronous"));
        };
        Set<String> who = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getCodeUnitAccessesFromSelf().stream().anyMatch(access -> opens.test(access.getTarget()))) {
                who.add(name(type));
            }
        }
        assertThat(who).containsExactly("gateway.demo", "gateway.upstream");
    }

    private static List<String> callsOfTheEngine(Predicate<CodeUnitAccessTarget> forbidden) {
        List<String> calls = new ArrayList<>();
        for (JavaClass type : CLASSES.that(ENGINE)) {
            type.getCodeUnitAccessesFromSelf().stream()
                    .filter(access -> forbidden.test(access.getTarget()))
                    .forEach(access -> calls.add(access.getDescription()));
        }
        return calls;
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }
}
