package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.audit.RedactionRules;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.combined.CombinedConversations;
import dev.lockkeeper.gateway.combined.CombinedSettings;
import dev.lockkeeper.gateway.config.ArgumentBounds;
import dev.lockkeeper.gateway.config.JournalFileSettings;
import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.config.PolicyWatch;
import dev.lockkeeper.gateway.config.Reload;
import dev.lockkeeper.gateway.config.SessionBounds;
import dev.lockkeeper.gateway.config.Settings;
import dev.lockkeeper.gateway.session.AtOnce;
import dev.lockkeeper.gateway.session.CapabilityGuard;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.IdleSweep;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.upstream.SystemResolver;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.guard.limit.Limits;
import dev.lockkeeper.guard.schema.OutputSchemaGuard;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Puts one gateway together: the only place that sees everything. */
final class Wiring implements AutoCloseable {

    private static final int REMEMBERED_DEFINITIONS = 4_000;
    /** How long a list of all servers waits for the slowest; starting one with npx takes seconds. */
    private static final Duration LISTING_PATIENCE = Duration.ofSeconds(15);

    private static final Duration FOREVER = Duration.ofDays(1);
    /** In which conversations end, unless a server takes its time. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final Duration LONGEST_END = Duration.ofSeconds(8);

    private final PolicyFile file;
    private final Settings started;
    private final WatchedJournal journal;
    private final Limits limits;
    private final Decider decider;
    private final ConfiguredServers servers;
    private final Sessions sessions;
    private final CombinedConversations combined;
    private final IdleSweep idle;
    private final MessageReader reader;
    private final SchemaCatalog catalog =
            new SchemaCatalog(SchemaLimits.DEFAULT, REMEMBERED_DEFINITIONS, System::nanoTime);
    private final PolicyWatch watch;
    private final LogQueue log;
    // One thread for all of them, and never one that carries conversations; what does not fit is compiled at its first
    // call.
    private final ExecutorService compiling = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1_000),
            Thread.ofPlatform().daemon().name("schemas").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final Thread ending = Thread.ofVirtual().name("end").unstarted(this::end);
    private final AtomicBoolean ends = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * What a gateway is made of.
     *
     * @param wrapped the command that stands on the command line, or null
     * @param log where lines of JSON go
     * @param oneClient whether there is but one client, on standard input, which cannot begin a second conversation
     */
    record Plan(
            Path configuration,
            Home home,
            Map<String, String> environment,
            @Nullable Wrapped wrapped,
            PrintStream log,
            boolean oneClient) {

        /** All servers are those of the configuration. */
        Plan(Path configuration, Home home, Map<String, String> environment, PrintStream log) {
            this(configuration, home, environment, null, log, false);
        }
    }

    private Wiring(Plan plan) throws YamlInvalid, JournalUnavailable {
        this.file = PolicyFile.open(plan.configuration(), new SystemResolver(), PlaceholderKey.of(plan.home()));
        LoadedPolicy loaded = file.current();
        Settings settings = loaded.settings();
        this.started = settings;
        this.journal = new WatchedJournal(FileJournal.open(
                journalSettings(settings.journal(), plan),
                Clock.systemUTC(),
                CompletableFuture.delayedExecutor(
                        20,
                        TimeUnit.MILLISECONDS,
                        task -> Thread.ofVirtual().name("journal-head").start(task))));
        this.log = new LogQueue(plan.log());
        DecisionObserver observer = new DecisionLog(log, Clock.systemUTC());
        this.limits = new Limits(
                settings.limits().calls(),
                System::nanoTime,
                new KillFile(plan.home().directory()));
        this.decider = new Decider(rulebook(loaded), journal, System::nanoTime, observer, limits);
        this.reader = new MessageReader(settings.limits().json().limits());
        this.servers = new ConfiguredServers(
                file,
                settings.limits().json().bytes(),
                plan.environment(),
                plan.wrapped(),
                plan.oneClient() ? decider : null);
        this.sessions = new Sessions(
                decider, servers, sessionSettings(settings.limits().sessions()), Clock.systemUTC(), this::compile);
        this.combined = new CombinedConversations(
                sessions,
                () -> settings().servers().keySet(),
                decider,
                combinedSettings(settings.limits().sessions()),
                Clock.systemUTC());
        decider.note(
                "start",
                JsonObject.EMPTY
                        .with("version", VersionCommand.version())
                        .with("policy", loaded.policy().version())
                        .with("process", JsonNumber.of(ProcessHandle.current().pid())));
        this.watch = file.watch(this::accept, this::reloaded);
        this.idle = IdleSweep.start(
                settings.limits().sessions().idleTime(),
                List.of(combined::sweep, sessions::sweep, () -> decider.summarise(false)));
    }

    /** Opens the journal, reads the configuration and gets ready; connects to nothing yet. */
    static Wiring open(Plan plan) {
        try {
            return new Wiring(plan);
        } catch (YamlInvalid e) {
            throw new CliFailure(ExitCode.INVALID, "The configuration is not valid.\n" + e.getMessage());
        } catch (JournalUnavailable e) {
            // The sentence of the journal names the next step.
            throw new CliFailure(ExitCode.FAILED, e.getMessage() + " Nothing can be permitted without the journal.");
        }
    }

    Settings settings() {
        return file.current().settings();
    }

    /** The server of this name, or all of the configuration where none is named. */
    Set<String> servers(@Nullable String name) {
        Set<String> names = settings().servers().keySet();
        if (name != null && !names.contains(name)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "The configuration has no server " + name + "; it has: " + String.join(", ", names) + ".");
        }
        return name == null ? names : Set.of(name);
    }

    Policy policy() {
        return file.current().policy();
    }

    Path configuration() {
        return file.path();
    }

    /** Whether decisions can be recorded; found out by trying where the last attempt failed. */
    boolean journalWorks() {
        return journal.works() || note("probe", JsonObject.EMPTY);
    }

    Inventory inventory(Caller caller) {
        return new Inventory(servers, journal, caller);
    }

    Decider decider() {
        return decider;
    }

    Conversations conversations() {
        return combined;
    }

    MessageReader reader() {
        return reader;
    }

    /** Begins to end all conversations and their servers, and does not wait for it. Idempotent. */
    void letGo() {
        if (!ends.getAndSet(true)) {
            ending.start();
        }
    }

    private void end() {
        List<Runnable> all = List.of(combined::close, sessions::close);
        AtOnce.each(all, Runnable::run);
    }

    /** Ends everything; who comes second, as the process is told to stop while it ends, waits for the first. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            awaitOver();
            return;
        }
        try {
            closeAll();
        } finally {
            over.countDown();
        }
    }

    private void awaitOver() {
        try {
            var _ = over.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        watch.close();
        letGo();
        // What was under way is on record before the end is; but a server that does not end may outlast this process,
        // which whoever told it to stop may kill.
        await(MOMENT);
        decider.summarise(true);
        note(
                "stop",
                JsonObject.EMPTY.with(
                        "process", JsonNumber.of(ProcessHandle.current().pid())));
        await(FOREVER);
        idle.close();
        servers.close();
        compiling.shutdownNow();
        journal.close();
        log.close();
    }

    private void await(Duration most) {
        try {
            ending.join(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Compiled when listed, apart from the conversation, so that the first call finds it done.
    private void compile(ToolDefinition tool) {
        compiling.execute(() -> catalog.of(tool));
    }

    // INVARIANT: no decision by a policy whose loading is not on record.
    private boolean accept(LoadedPolicy loaded) {
        Rulebook next = rulebook(loaded);
        boolean recorded =
                note("policy", JsonObject.EMPTY.with("outcome", "loaded").with("policy", next.version()));
        if (recorded) {
            decider.replace(next);
            limits.replace(loaded.settings().limits().calls());
        }
        return recorded;
    }

    private void reloaded(Reload reload) {
        switch (reload) {
            case Reload.Unchanged unchanged -> {}
            case Reload.Deferred deferred -> {}
            case Reload.Replaced replaced -> replaced(replaced.loaded());
            case Reload.Broken broken -> keep(String.valueOf(broken.why().getMessage()));
            case Reload.Unreadable unreadable -> keep(unreadable.why());
        }
    }

    private void replaced(LoadedPolicy loaded) {
        servers.review();
        var line = event("policy-loaded").with("policy", loaded.policy().version());
        List<String> waiting = loaded.settings().needRestart(started);
        log.println((waiting.isEmpty() ? line : line.with("restart-needed-for", JsonArray.ofStrings(waiting))).text());
    }

    private void keep(String why) {
        var body = JsonObject.EMPTY
                .with("outcome", "refused")
                .with("cause", why)
                .with("policy", decider.rulebook().version());
        note("policy", body);
        log.println(event("policy-broken").with("cause", why).text());
    }

    private static JsonObject event(String name) {
        return JsonObject.EMPTY
                .with("time", Clock.systemUTC().instant().toString())
                .with("event", name);
    }

    private boolean note(String type, JsonObject body) {
        try {
            decider.note(type, body);
            return true;
        } catch (JournalUnavailable e) {
            log.println(event("journal-unavailable").with("lost", type).text());
            return false;
        }
    }

    private Rulebook rulebook(LoadedPolicy loaded) {
        var bounds = valueBounds(loaded.settings().limits().arguments());
        return loaded.policy()
                .rulebook(
                        List.of(new SchemaGuard(catalog, bounds, loaded.policy()::opens)),
                        List.of(new CapabilityGuard(loaded.policy()::carries), new OutputSchemaGuard(catalog)));
    }

    /** The guards that judge arguments by schema, for questions that need no running gateway. */
    static List<Guard> schemaGuards(LoadedPolicy loaded) {
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, REMEMBERED_DEFINITIONS, System::nanoTime);
        return List.of(
                new SchemaGuard(catalog, valueBounds(loaded.settings().limits().arguments()), loaded.policy()::opens));
    }

    static ValueBounds valueBounds(ArgumentBounds bounds) {
        return new ValueBounds(
                bounds.stringChars(),
                bounds.arrayItems(),
                bounds.members(),
                bounds.smallestNumber(),
                bounds.largestNumber());
    }

    static SessionSettings sessionSettings(SessionBounds bounds) {
        return new SessionSettings(
                bounds.perCaller(),
                bounds.total(),
                bounds.idleTime(),
                SessionSettings.DEFAULT.queued(),
                SessionSettings.DEFAULT.listingAge());
    }

    private static CombinedSettings combinedSettings(SessionBounds bounds) {
        return new CombinedSettings(
                bounds.perCaller(),
                bounds.total(),
                bounds.idleTime(),
                LISTING_PATIENCE,
                JsonObject.EMPTY.with("name", "lockkeeper").with("version", VersionCommand.version()));
    }

    static Path journalDirectory(JournalFileSettings settings, Path configuration, Home home) {
        return settings.directory() == null
                ? home.journal()
                : configuration.toAbsolutePath().resolveSibling(settings.directory());
    }

    static JournalSettings journalSettings(JournalFileSettings settings, Plan plan) {
        return new JournalSettings(
                journalDirectory(settings, plan.configuration(), plan.home()),
                settings.segmentBytes(),
                new RedactionRules(
                        Set.copyOf(settings.redactNames()), Set.copyOf(settings.keepNames()), settings.redact()));
    }
}
