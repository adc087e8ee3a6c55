package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxied request asks of the database. */
@QuarkusTest
class ProxyStatementsTest {
    private ProxyFixture proxy;

    @BeforeEach
    void connect() {
        proxy = new ProxyFixture();
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private List<String> statements() {
        return StatementCount.of(proxy.request(), request -> request.get(proxy.path() + "/user"));
    }

    /** Once key, data key and row are remembered; its audit entry is written with others. */
    @Test
    void aRequestIsNone() {
        await().atMost(Duration.ofSeconds(30)).until(() -> statements().isEmpty());

        assertThat(statements()).isEmpty();
    }
}
