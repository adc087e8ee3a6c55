package dev.lanyard.tenant.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadIssuersTest {

    @Test
    void areThoseListedAndNoOthers() {
        WorkloadIssuers issuers =
                new WorkloadIssuers(
                        List.of("https://a.example/tenant", "https://b.example=/etc/keys.json"));

        assertThat(issuers.allow("https://a.example/tenant")).isTrue();
        assertThat(issuers.allow("https://b.example")).isTrue();
        assertThat(issuers.allow("https://a.example/tenant/")).isFalse();
        assertThat(issuers.allow("https://A.example/tenant")).isFalse();
        assertThat(issuers.allow("")).isFalse();
        assertThat(issuers.find("https://b.example").orElseThrow().keys())
                .contains(Path.of("/etc/keys.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer.example",
                "http://issuer.example",
                "http://localhost.example",
                "https://",
                "https://user@issuer.example",
                "https://issuer.example?a=b",
                "https://issuer.example#a",
                "https://issuer.example=keys.json",
                "https://issuer example",
                "ftp://issuer.example",
                "https://issuer.example,https://issuer.example"
            })
    void whatIsNoIssuerIsToldWithTheKey(String entries) {
        assertThatThrownBy(() -> new WorkloadIssuers(List.of(entries.split(","))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("LANYARD_WORKLOAD_ISSUERS ");
    }

    @Test
    void areAtMostFifty() {
        List<String> many =
                IntStream.range(0, 51).mapToObj(n -> "https://issuer" + n + ".example").toList();

        assertThatThrownBy(() -> new WorkloadIssuers(many)).hasMessageContaining("at most 50");
    }

    @Test
    void areFoundByTheirDiscoveryDocument() {
        assertThat(WorkloadIssuer.parse("https://a.example/x/").discovery())
                .hasToString("https://a.example/x/.well-known/openid-configuration");
    }

    @Test
    void oneOnTheNetworkCannotNameThisHostsOwnPorts() {
        WorkloadIssuer away = WorkloadIssuer.parse("https://a.example");
        WorkloadIssuer here = WorkloadIssuer.parse("http://127.0.0.1:8080");

        assertThat(away.mayKeepKeysAt(URI.create("https://keys.example/jwks"))).isTrue();
        assertThat(away.mayKeepKeysAt(URI.create("http://localhost:9000/q/metrics"))).isFalse();
        assertThat(away.mayKeepKeysAt(URI.create("http://keys.example/jwks"))).isFalse();
        assertThat(away.mayKeepKeysAt(URI.create("file:///etc/passwd"))).isFalse();
        assertThat(away.mayKeepKeysAt(URI.create("/jwks"))).isFalse();
        assertThat(here.mayKeepKeysAt(URI.create("http://localhost:8081/jwks"))).isTrue();
    }
}
