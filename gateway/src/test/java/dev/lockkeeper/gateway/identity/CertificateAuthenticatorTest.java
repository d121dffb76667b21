package dev.lockkeeper.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthenticatorTest {

    private final CertificateAuthenticator authenticator = new CertificateAuthenticator(
            Map.of("CN=alice,O=Example", "alice", "dns:alice.example", "alice", "cn:bob", "bob"), name -> Set.of());

    @Test
    void a_certificate_is_known_by_its_subject_or_by_one_of_its_names() {
        assertThat(authenticator.authenticate(new Credentials(null, "CN=alice,O=Example")))
                .contains(new Caller("alice", "certificate", Set.of()));
        assertThat(authenticator.authenticate(new Credentials(null, "CN=x", List.of("cn:x", "dns:alice.example"))))
                .map(Caller::key)
                .contains("certificate:alice");
    }

    @Test
    void a_name_of_one_kind_is_no_name_of_another() {
        assertThat(authenticator.authenticate(new Credentials(null, "CN=x", List.of("dns:bob", "cn:alice.example"))))
                .isEmpty();
    }

    @Test
    void a_certificate_of_two_callers_is_nobodys() {
        assertThat(authenticator.authenticate(new Credentials(null, "CN=alice,O=Example", List.of("cn:bob"))))
                .isEmpty();
    }

    @Test
    void who_presents_a_token_is_not_known_by_certificate() {
        var both = new Credentials("Bearer wrong", "CN=alice,O=Example");
        assertThat(authenticator.authenticate(both)).isEmpty();
        Authenticator never = credentials -> java.util.Optional.empty();
        assertThat(never.or(authenticator).authenticate(both)).isEmpty();
        assertThat(never.or(authenticator).authenticate(new Credentials(null, "CN=alice,O=Example")))
                .isPresent();
    }
}
