package dev.lanyard.connection;

import dev.lanyard.connection.grant.SwappedDataKeysCases;
import dev.lanyard.connection.grant.SwappedTokensCases;
import dev.lanyard.connection.refresh.RefusalCases;
import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** These cases against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class CasesIT {
    @Nested
    class ClientConnection extends ClientConnectionCases {}

    @Nested
    class ConnectionResource extends ConnectionResourceCases {}

    @Nested
    class Refusal extends RefusalCases {}

    @Nested
    class SwappedDataKeys extends SwappedDataKeysCases {}

    @Nested
    class SwappedTokens extends SwappedTokensCases {}
}
