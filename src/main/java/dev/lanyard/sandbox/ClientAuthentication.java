package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Who a token request is from. The pair of HTTP Basic is form-encoded by RFC 6749 §2.3.1, and
 * providers disagree: it is taken decoded and as it came, unless {@code raw_basic} is on.
 */
@Singleton
class ClientAuthentication {
    private final Consumers consumers;
    private final Faults faults;

    ClientAuthentication(Consumers consumers, Faults faults) {
        this.consumers = consumers;
        this.faults = faults;
    }

    /** The consumer of the client id that came. */
    Uni<Optional<Consumer>> find(TokenRequest request) {
        return consumers
                .find(request.clientId())
                .chain(
                        found ->
                                found.isPresent()
                                        ? Uni.createFrom().item(found)
                                        : consumers.find(request.decoded().clientId()));
    }

    /** Whether it brought that consumer's secret. */
    Uni<Boolean> accepts(Consumer consumer, TokenRequest request, FaultPoint place) {
        if (consumer.hasSecret(request.clientSecret())
                && consumer.clientId().equals(request.clientId())) {
            return Uni.createFrom().item(true);
        }
        if (!consumer.hasSecret(request.decoded().clientSecret())) {
            return Uni.createFrom().item(false);
        }
        return faults.take(consumer.clientId(), place, EnumSet.of(FaultKind.RAW_BASIC))
                .map(fired -> !fired.has(FaultKind.RAW_BASIC));
    }
}
