package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static String message(CombinedSetting setting, String name) throws Exception {
        String call = "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'" + name + "'}}";
        Reply.Refused refused = (Reply.Refused) setting.ask(setting.begun(), call);
        assertThat(refused.refusal().reason()).isEqualTo(Reason.TOOL_UNKNOWN);
        return refused.refusal().message();
    }

    private static CombinedSetting setting(Guard guard) {
        return new CombinedSetting(Duration.ofSeconds(30), guard);
    }

    @Test
    void who_misspells_a_server_hears_the_names_that_there_are() throws Exception {
        assertThat(message(setting(CombinedSetting.EVERYTHING), "fils__read")).endsWith(" There are: files, mail.");
        assertThat(message(setting(CombinedSetting.EVERYTHING), "read")).endsWith(" There are: files, mail.");
    }

    @Test
    void but_none_of_a_server_that_the_policy_keeps_from_this_caller() throws Exception {
        Guard withoutMail = (action, context) -> action.server().equals("mail")
                ? new Verdict.Deny(Reason.POLICY_DENIED, "no", "", null)
                : new Verdict.Grant(new RuleRef("rule", "test", 1));
        assertThat(message(setting(withoutMail), "fils__read")).endsWith(" There are: files.");
        Guard nothing = (action, context) -> new Verdict.Deny(Reason.POLICY_DENIED, "no", "", null);
        assertThat(message(setting(nothing), "fils__read")).endsWith("this one names no server.");
    }

    @Test
    void of_many_only_so_many_are_named() throws Exception {
        CombinedSetting many = setting(CombinedSetting.EVERYTHING);
        for (int i = 0; i < 1_000; i++) {
            many.servers.servers.put("s" + i, new ScriptedServers.Server("s" + i));
        }
        assertThat(message(many, "fils__read"))
                .contains("files, mail, s0")
                .endsWith(", and others.")
                .hasSizeLessThan(500);
        CombinedSetting longNames = setting(CombinedSetting.EVERYTHING);
        for (int i = 0; i < 9; i++) {
            String name = "a" + i + "x".repeat(200);
            longNames.servers.servers.put(name, new ScriptedServers.Server(name));
        }
        assertThat(message(longNames, "fils__read")).endsWith(", and others.").hasSizeLessThan(500);
    }
}
