package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.RefreshFigures.ProviderFigures;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of how well grants are kept, by a provider that no other test refreshes at. */
@QuarkusTest
class RefreshFiguresTest {
    private static final String QUIET = "bitbucket";

    @Inject RefreshFigures figures;
    @Inject MeterRegistry registry;

    private TestTenant first;
    private TestTenant second;

    @BeforeEach
    void begin() {
        first = Fixtures.tenant();
        second = Fixtures.tenant();
        Owner.execute("DELETE FROM refresh_hour WHERE provider = ?", QUIET);
    }

    @AfterEach
    void forget() {
        Owner.execute("DELETE FROM refresh_hour WHERE provider = ?", QUIET);
    }

    private static void refreshed(
            TestTenant tenant, String provider, String ago, int succeeded, int failed) {
        Owner.execute(
                "INSERT INTO refresh_hour SELECT ?, date_trunc('hour', now(), 'UTC') - ?::interval,"
                        + " ?, "
                        + succeeded
                        + ", "
                        + failed,
                tenant.id(),
                ago,
                provider);
    }

    private List<ProviderFigures> all() {
        return figures.all().await().atMost(Duration.ofSeconds(10));
    }

    private ProviderFigures ofQuiet() {
        return all().stream()
                .filter(told -> told.provider().equals(QUIET))
                .findFirst()
                .orElseThrow();
    }

    private double gauge() {
        return registry.get("lanyard.refresh.success.ratio").tag("provider", QUIET).gauge().value();
    }

    @Test
    void theShareIsThatOfAllTenantsInTheLastDay() {
        refreshed(first, QUIET, "0 hours", 3, 1);
        refreshed(first, QUIET, "20 hours", 3, 0);
        refreshed(second, QUIET, "0 hours", 2, 1);
        refreshed(second, QUIET, "25 hours", 0, 100);

        assertThat(ofQuiet().day().all()).isEqualTo(10);
        assertThat(ofQuiet().day().successRatio()).isEqualTo(0.8);
        assertThat(gauge()).isEqualTo(0.8);
    }

    @Test
    void whereNobodyRefreshedNothingIsTold() {
        assertThat(ofQuiet().day().all()).isZero();
        assertThat(ofQuiet().day().successRatio()).isNaN();
        assertThat(ofQuiet().noticedWithin()).isNull();
        assertThat(gauge()).isNaN();
    }

    /** Labels are the catalogue's: what an operator took out of it is not told any more. */
    @Test
    void aProviderThatIsNotInTheCatalogueIsLeftOut() {
        refreshed(first, "former-provider", "0 hours", 1, 0);

        assertThat(all()).extracting(ProviderFigures::provider).doesNotContain("former-provider");
        assertThat(
                        registry.find("lanyard.refresh.success.ratio")
                                .tag("provider", "former-provider")
                                .gauge())
                .isNull();
    }
}
