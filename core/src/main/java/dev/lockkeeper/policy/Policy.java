package dev.lockkeeper.policy;

import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.argument.ArgumentGuard;
import dev.lockkeeper.guard.argument.Suggestion;
import dev.lockkeeper.guard.argument.TypedArguments;
import dev.lockkeeper.guard.result.ResultGuards;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Extensions;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A policy, checked and compiled. Immutable; thread-safe. */
public final class Policy {

    private final String version;
    private final Groups groups;
    private final Map<String, ServerPolicy> servers;
    private final List<Rule> rules;

    Policy(String version, Groups groups, Map<String, ServerPolicy> servers, List<Rule> rules) {
        this.version = version;
        this.groups = groups;
        this.servers = servers;
        this.rules = rules;
    }

    /**
     * Reads and compiles a policy that stands alone.
     *
     * @param file how the file is named in messages and rules
     * @param text in UTF-8
     * @throws YamlInvalid with everything that is wrong
     */
    public static Policy load(String file, byte[] text) throws YamlInvalid {
        return load(file, text, Surroundings.unknown());
    }

    /**
     * Reads and compiles a policy that stands alone, for where it runs.
     *
     * @param file how the file is named in messages and rules
     * @param text in UTF-8
     * @throws YamlInvalid with everything that is wrong
     */
    public static Policy load(String file, byte[] text, Surroundings surroundings) throws YamlInvalid {
        return of(YamlBinder.bind(PolicySettings.class, file, text), digest(text), surroundings);
    }

    /**
     * Compiles a policy.
     *
     * @param version identifies it, such as {@link #digest} of its text
     * @throws YamlInvalid with everything that is wrong
     */
    public static Policy of(PolicySettings settings, String version) throws YamlInvalid {
        return of(settings, version, Surroundings.unknown());
    }

    /**
     * Compiles a policy for where it runs.
     *
     * @param version identifies it, such as {@link #digest} of its text
     * @throws YamlInvalid with everything that is wrong
     */
    public static Policy of(PolicySettings settings, String version, Surroundings surroundings) throws YamlInvalid {
        return new Compiler(settings, surroundings).compile(version);
    }

    /** The SHA-256 of the text, in lower-case hexadecimal. */
    public static String digest(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** What identifies this policy in decisions, such as the digest of its text. */
    public String version() {
        return version;
    }

    /**
     * The guards of this policy with others between them: selection and the form of URIs first, since they cost least,
     * then the others, the rules last. Of answers, the others judge before lists are filtered.
     */
    public Rulebook rulebook(List<Guard> others, List<ResultGuard> otherResultGuards) {
        List<Guard> guards =
                new ArrayList<>(List.of(new SelectionGuard(), new ResourceUriGuard(), new ReachGuard(this)));
        guards.addAll(others);
        guards.add(new ArgumentGuard(new Arguments()));
        guards.add(new InputResponseGuard(this));
        guards.add(new PolicyGuard(this));
        List<ResultGuard> resultGuards = new ArrayList<>(otherResultGuards);
        for (int place = 0; place < ResultGuards.NAMES.size(); place++) {
            resultGuards.add(new ServerResultGuard(this, place, ResultGuards.NAMES.get(place)));
        }
        resultGuards.add(new InputRequestGuard(this));
        resultGuards.add(new TaskListGuard(this));
        resultGuards.add(new VisibilityGuard(this));
        return new Rulebook(version, guards, resultGuards, this::readOnly, this::shadow, this::carries);
    }

    /** Types that the arguments of the tool probably have, for those that have none yet. */
    public List<Suggestion> suggestions(String server, ToolDefinition tool) {
        ServerPolicy known = servers.get(server);
        return Suggestion.of(tool, known == null ? null : known.arguments.of(tool.name()));
    }

    /** Whether the call may have arguments that the tool's schema does not declare. */
    public boolean opens(ToolCall call) {
        ServerPolicy server = servers.get(call.server());
        return server != null && server.open.matches(Kind.TOOL, call.tool());
    }

    /**
     * Whether the action changes nothing: what the policy calls read-only, and what by the protocol only lists, informs
     * or keeps a conversation going. An answer or a request of a server is not, since it discloses something.
     */
    public boolean readOnly(Action action) {
        ServerPolicy server = servers.get(action.server());
        if (server == null) {
            return false;
        }
        return switch (action) {
            case ToolCall call -> server.readOnly.matches(Kind.TOOL, call.tool());
            case ResourceRead read -> server.readOnly.matches(Kind.RESOURCE, read.uri());
            case PromptGet get -> server.readOnly.matches(Kind.PROMPT, get.name());
            case Completion completion -> true;
            case Subscription subscription -> true;
            case Listing listing -> true;
            case Housekeeping housekeeping -> true;
            case ClientNotice notice -> true;
            case UpstreamNotice notice -> true;
            case UpstreamRequest request -> false;
            case Answer answer -> false;
            case TaskUse use -> !use.changes();
            case TaskListing listing -> true;
            case UnknownTask unknown -> false;
            case UnknownMethod unknown -> false;
        };
    }

    /**
     * Whether refusals of the action are only recorded. Never for a method that neither the gateway nor the policy knows,
     * and never for a task of somebody else.
     */
    public boolean shadow(Action action) {
        ServerPolicy server = servers.get(action.server());
        return server != null
                && server.mode == Mode.SHADOW
                && !(action instanceof UnknownTask)
                && !(action instanceof UnknownMethod unknown && !names(unknown));
    }

    /** Whether peers of the server may agree on the extension: one that the gateway carries, or that is named. */
    public boolean carries(String server, String extension) {
        ServerPolicy known = servers.get(server);
        return Extensions.carried(extension) || known != null && known.extensions.contains(extension);
    }

    /** Whether the method, which the gateway does not know, is named for its direction. */
    boolean names(UnknownMethod unknown) {
        ServerPolicy server = servers.get(unknown.server());
        return server != null
                && (unknown.fromServer() ? server.clientMethods : server.methods).contains(unknown.method());
    }

    /** Every rule, in the order in which the policy has them. */
    public List<RuleRef> rules() {
        return rules.stream().map(Rule::ref).toList();
    }

    /** What is allowed in a policy and yet probably a mistake. */
    public List<Warning> warnings() {
        return Warnings.of(servers.values(), rules, groups);
    }

    Optional<Evaluation> evaluation(Action action, Context context) {
        ServerPolicy server = servers.get(action.server());
        return server == null ? Optional.empty() : Optional.of(new Evaluation(server, action, context, groups));
    }

    Set<String> identities(Caller caller) {
        return groups.identities(caller);
    }

    @Nullable ServerPolicy server(String name) {
        return servers.get(name);
    }

    /** What the policy says of arguments. */
    private final class Arguments implements ArgumentGuard.Types {

        @Override
        public @Nullable TypedArguments of(String server, String tool) {
            ServerPolicy known = servers.get(server);
            return known == null ? null : known.arguments.of(tool);
        }

        @Override
        public @Nullable TypedArguments ofPrompts(String server) {
            ServerPolicy known = servers.get(server);
            return known == null ? null : known.arguments.prompts();
        }

        @Override
        public @Nullable TypedArguments ofMessages(String server) {
            ServerPolicy known = servers.get(server);
            return known == null ? null : known.arguments.messages();
        }
    }

    Set<String> serverNames() {
        return servers.keySet();
    }
}
