package dev.lanyard.tenant.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
    private static final WorkloadIssuer ISSUER = WorkloadIssuer.parse("https://issuer.example");
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger readings = new AtomicInteger();
    private volatile Uni<IssuerKeySet> response = Uni.createFrom().item(newKeys());

    private static IssuerKeySet newKeys() {
        try {
            return new IssuerKeySet(List.of(EcJwkGenerator.generateJwk(EllipticCurves.P256)));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private IssuerKeys keys(Duration pause) {
        return new IssuerKeys(ISSUER, this::read, pause);
    }

    private Uni<IssuerKeySet> read() {
        readings.incrementAndGet();
        return response;
    }

    private void fails() {
        response = Uni.createFrom().failure(new IOException("down"));
    }

    private static IssuerKeySet await(Uni<IssuerKeySet> keys) {
        return keys.await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void areReadWhenTheyAreFirstNeededAndKept() {
        IssuerKeys keys = keys(Duration.ZERO);

        IssuerKeySet first = await(keys.known());

        assertThat(await(keys.known())).isSameAs(first);
        assertThat(readings).hasValue(1);
    }

    @Test
    void areReadOnceInAWhileHoweverOftenTheLatestAreAskedFor() {
        IssuerKeys keys = keys(LONG);

        IntStream.range(0, 10_000).forEach(n -> await(keys.latest()));

        assertThat(readings).hasValue(1);
    }

    @Test
    void aKeyThatIsNewRightAfterTheFormerOnesWereReadIsFound() {
        IssuerKeys keys = keys(LONG);
        IssuerKeySet first = await(keys.known());
        response = Uni.createFrom().item(newKeys());

        IssuerKeySet newer = await(keys.newer());

        assertThat(newer).isNotSameAs(first);
        assertThat(await(keys.known())).isSameAs(newer);
        assertThat(readings).hasValue(2);
    }

    @Test
    void areReadThreeTimesInARowForUnknownKeysAndThenOnceInAWhile() {
        IssuerKeys keys = keys(LONG);
        await(keys.known());

        IntStream.range(0, 10_000).forEach(n -> await(keys.newer()));

        assertThat(readings).hasValue(3);
    }

    @Test
    void aReadingThatIsUnderWayServesAllWhoLookForANewKey() {
        IssuerKeys keys = keys(LONG);
        await(keys.known());
        Promise<IssuerKeySet> slow = Promise.promise();
        response = UniHelper.toUni(slow.future());

        List<CompletableFuture<IssuerKeySet>> waiting =
                IntStream.range(0, 5)
                        .mapToObj(n -> keys.newer().subscribeAsCompletionStage())
                        .toList();
        IssuerKeySet read = newKeys();
        slow.complete(read);

        assertThat(waiting).allSatisfy(each -> assertThat(each.get()).isSameAs(read));
        assertThat(readings).hasValue(2);
    }

    @Test
    void areReadAgainAfterThePause() {
        IssuerKeys keys = keys(Duration.ZERO);
        IssuerKeySet first = await(keys.known());
        response = Uni.createFrom().item(newKeys());

        IssuerKeySet second = await(keys.latest());

        assertThat(second).isNotSameAs(first);
        assertThat(await(keys.known())).isSameAs(second);
    }

    @Test
    void thoseKnownServeWhileTheIssuerFails() {
        IssuerKeys keys = keys(Duration.ZERO);
        IssuerKeySet first = await(keys.known());
        fails();

        assertThat(await(keys.latest())).isSameAs(first);
        assertThat(await(keys.known())).isSameAs(first);
    }

    @Test
    void whereThereIsNoneYetTheCallerIsAskedToComeAgain() {
        fails();
        IssuerKeys keys = keys(LONG);

        for (int n = 0; n < 3; n++) {
            assertThatThrownBy(() -> await(keys.known()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> {
                                assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
                                assertThat(problem.retryAfter()).contains(LONG);
                            });
        }
        assertThat(readings).hasValue(1);
    }

    @Test
    void aSetWithoutPublicKeysIsNone() {
        for (String set :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "{\"keys\":[]}",
                        "{\"keys\":{}}",
                        "{\"keys\":[1]}",
                        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI\"}]}",
                        "{\"keys\":[{\"kty\":\"new\"}]}")) {
            assertThatThrownBy(() -> IssuerKeySet.parse(set))
                    .as(set)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
