package dev.lockkeeper.gateway.combined;

import static dev.lockkeeper.gateway.combined.CombinedSetting.EVERYTHING;
import static dev.lockkeeper.gateway.combined.CombinedSetting.PATIENT;
import static dev.lockkeeper.gateway.combined.CombinedSetting.reason;
import static dev.lockkeeper.gateway.combined.CombinedSetting.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To which server a URI goes, which names none. */
class CombinedResourcesTest {

    private static final Duration IMPATIENT = Duration.ofMillis(300);
    private static final Guard NO_READING_AT_FILES = (action, context) ->
            action instanceof ResourceRead read && read.server().equals("files")
                    ? Verdict.deny(Reason.POLICY_DENIED, "No.")
                    : EVERYTHING.judge(action, context);

    @Test
    void a_resource_goes_to_the_server_that_lists_it() throws Exception {
        var setting = new CombinedSetting(IMPATIENT, EVERYTHING);
        Conversation conversation = setting.begun();
        assertThat(text(setting.ask(conversation, read("test://mail")))).contains("\"answeredBy\":\"mail\"");
        assertThat(setting.servers.server("files").methods()).doesNotContain("resources/read");
        // Nobody lists it, and the policy would let both serve it.
        assertThat(reason(setting.ask(conversation, read("test://other")))).isEqualTo(Reason.RESOURCE_AMBIGUOUS);
    }

    @Test
    void a_read_beside_a_list_finds_its_server() throws Exception {
        var setting = new CombinedSetting(PATIENT, EVERYTHING);
        ScriptedServers.Server files = setting.servers.server("files");
        files.hangs = true;
        Conversation conversation = setting.begun();
        Future<Reply> list = setting.asking(conversation, "{'jsonrpc':'2.0','id':3,'method':'resources/list'}");
        Future<Reply> read = setting.asking(conversation, read("test://files"));
        await().until(() -> files.count("resources/list") == 2);
        files.mayAnswer.countDown();
        assertThat(text(list.get(20, TimeUnit.SECONDS))).contains("test://files", "test://mail");
        assertThat(text(read.get(20, TimeUnit.SECONDS))).contains("\"answeredBy\":\"files\"");
    }

    @Test
    void first_reads_that_come_at_once_ask_once_who_lists_what_also_when_the_first_gives_up() throws Exception {
        var setting = new CombinedSetting(PATIENT, EVERYTHING);
        ScriptedServers.Server files = setting.servers.server("files");
        files.hangs = true;
        Conversation conversation = setting.begun();
        Thread first = Thread.ofVirtual().start(() -> setting.ask(conversation, read("test://files")));
        await().until(() -> files.count("resources/list") == 1);
        var reply = new CompletableFuture<Reply>();
        Thread second = Thread.ofVirtual()
                .start(() -> reply.complete(
                        setting.ask(conversation, read("test://files").replace("'id':2", "'id':3"))));
        await().until(() -> second.getState() == Thread.State.WAITING);
        assertThat(files.count("resources/list")).isEqualTo(1);
        first.interrupt();
        await().until(() -> files.count("resources/list") == 2);
        files.mayAnswer.countDown();
        assertThat(text(reply.get(20, TimeUnit.SECONDS))).contains("\"answeredBy\":\"files\"");
        assertThat(files.count("resources/list")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hangs", "down", "fails"})
    void who_claims_the_resource_of_a_server_that_does_not_list_now_does_not_get_it(String why) throws Exception {
        var setting = new CombinedSetting(IMPATIENT, EVERYTHING);
        ScriptedServers.Server files = setting.servers.server("files");
        ScriptedServers.Server mail = setting.servers.server("mail");
        files.hangs = why.equals("hangs");
        files.down = why.equals("down");
        files.fails = why.equals("fails");
        mail.resources = List.of("test://files", "test://mail");
        Conversation conversation = setting.begun();
        for (String uri : mail.resources) {
            assertThat(reason(setting.ask(conversation, read(uri)))).as(uri).isEqualTo(Reason.RESOURCE_AMBIGUOUS);
        }
        assertThat(mail.methods()).doesNotContain("resources/read");
    }

    @Test
    void a_server_that_does_not_list_now_keeps_nobody_from_what_the_policy_gives_to_another_alone() throws Exception {
        var setting = new CombinedSetting(IMPATIENT, NO_READING_AT_FILES);
        setting.servers.server("files").hangs = true;
        assertThat(text(setting.ask(setting.begun(), read("test://mail")))).contains("\"answeredBy\":\"mail\"");
    }

    @Test
    void what_a_narrowed_request_found_out_says_nothing_to_another() throws Exception {
        var setting = new CombinedSetting(IMPATIENT, EVERYTHING);
        Conversation conversation = setting.conversations.stateless(CombinedSetting.ALICE, Conversations.ALL);
        String narrowed = "'uri':'test://mail','_meta':{'dev.lockkeeper/select':['test://m*'],";
        setting.servers.era = Optional.of(Era.MODERN);
        for (int each = 0; each < 2; each++) {
            setting.ask(
                    conversation,
                    CombinedSetting.modern(2, "resources/read", "'uri':'test://mail'")
                            .replace("'uri':'test://mail','_meta':{", narrowed));
        }
        assertThat(setting.servers.server("files").count("resources/list")).isEqualTo(1);
        setting.ask(conversation, CombinedSetting.modern(2, "resources/read", "'uri':'test://mail'"));
        assertThat(setting.servers.server("files").count("resources/list")).isEqualTo(2);
    }

    @Test
    void a_server_that_has_no_resources_claims_none() throws Exception {
        var setting = new CombinedSetting(IMPATIENT, EVERYTHING);
        setting.servers.server("files").without = "resources/list";
        assertThat(text(setting.ask(setting.begun(), read("test://mail")))).contains("\"answeredBy\":\"mail\"");
    }

    private static String read(String uri) {
        return "{'jsonrpc':'2.0','id':2,'method':'resources/read','params':{'uri':'" + uri + "'}}";
    }
}
