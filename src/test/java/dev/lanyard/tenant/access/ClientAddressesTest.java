package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanyard.tenant.quota.ClientNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asking, whatever X-Forwarded-For says. */
class ClientAddressesTest {
    private final ClientAddresses behindProxies =
            new ClientAddresses(List.of("10.0.0.0/8", " fd00::/8", "192.0.2.7"));

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, 1.2.3.4, 198.51.100.1", // no proxy of ours: nothing is believed
        "10.1.2.3, 203.0.113.9, 203.0.113.9",
        "10.1.2.3, '1.2.3.4, 203.0.113.9', 203.0.113.9", // the client wrote the first
        "10.1.2.3, '1.2.3.4, 203.0.113.9, 10.9.9.9', 203.0.113.9", // two proxies of ours
        "10.1.2.3, '1.2.3.4, 192.0.2.7', 1.2.3.4",
        "192.0.2.7, 203.0.113.9, 203.0.113.9",
        "192.0.2.8, 203.0.113.9, 192.0.2.8",
        "10.1.2.3, '', 10.1.2.3",
        "10.1.2.3, 'unknown', 10.1.2.3",
        "10.1.2.3, '203.0.113.9, evil', 10.1.2.3",
        "10.1.2.3, '203.0.113.9:1234', 10.1.2.3",
        "10.1.2.3, 'evil, 10.4.4.4', 10.4.4.4",
        "10.1.2.3, 10.7.7.7, 10.7.7.7",
        "unknown, 203.0.113.9, unknown"
    })
    void isTheLastAddressThatNoTrustedProxyHas(String peer, String forwarded, String client) {
        assertThat(behindProxies.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    @Test
    void readsAllTheHeaderFieldsAsOneList() {
        assertThat(behindProxies.of("10.1.2.3", List.of("1.2.3.4", "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void believesNobodyByDefault() {
        assertThat(new ClientAddresses(List.of()).of("127.0.0.1", List.of("1.2.3.4")))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.internal", "10.0.0.0/33", "10.0.0.0/x", "", "::1/129", "*"})
    void refusesWhatIsNoNetwork(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddresses(List.of(network)))
                .withMessageContaining("neither an address nor a network");
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() {
        assertThat(ClientNetwork.of("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(ClientNetwork.of("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(ClientNetwork.of("2001:db8:1:3::1"));
        assertThat(ClientNetwork.of("203.0.113.9")).isEqualTo("203.0.113.9");
    }
}
