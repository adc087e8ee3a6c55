package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.QuotaRig;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much one client address gets of the pages, and which address is believed. */
class ClientQuotaIT extends QuotaRig {
    private static Replica behindProxy;

    @BeforeAll
    static void startBehindProxy() {
        Map<String, String> trusting =
                Settings.with(settings(), "LANYARD_TRUSTED_PROXIES", "127.0.0.0/8,::1");
        behindProxy = Replica.start("quota-behind-proxy", trusting).awaitReady();
    }

    @AfterAll
    static void stopBehindProxy() {
        behindProxy.close();
    }

    private static HttpResponse<String> page(Replica replica, String forwardedFor) {
        return send(
                HttpRequest.newBuilder(URI.create(replica.url() + "/connect/ct_nobody"))
                        .header("X-Forwarded-For", forwardedFor));
    }

    @Test
    void aClientCannotMakeUpAddresses() {
        AtomicInteger made = new AtomicInteger();

        List<HttpResponse<String>> answers =
                burst(300, () -> page(open, "10.0.0." + made.getAndIncrement() % 250));

        assertThat(answers).anyMatch(answer -> answer.statusCode() == 429);
    }

    @Test
    void behindATrustedProxyEveryClientHasItsOwn() {
        List<HttpResponse<String>> greedy = burst(300, () -> page(behindProxy, "203.0.113.1"));
        HttpResponse<String> other = page(behindProxy, "203.0.113.2");

        assertThat(greedy).anyMatch(answer -> answer.statusCode() == 429);
        assertThat(other.statusCode()).isEqualTo(404);
    }

    @Test
    void whatAClientWritesBeforeTheProxysWordIsNotBelieved() {
        AtomicInteger made = new AtomicInteger();

        List<HttpResponse<String>> answers =
                burst(
                        300,
                        () ->
                                page(
                                        behindProxy,
                                        "198.51.100."
                                                + made.getAndIncrement() % 250
                                                + ", 203.0.113.77"));

        assertThat(answers).anyMatch(answer -> answer.statusCode() == 429);
    }
}
