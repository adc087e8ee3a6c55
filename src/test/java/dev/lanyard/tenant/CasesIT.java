package dev.lanyard.tenant;

import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** These cases against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class CasesIT {
    @Nested
    class ApiKeyCost extends ApiKeyCostCases {}

    @Nested
    class ApiKeys extends ApiKeyCases {}

    @Nested
    class ApiKeysResource extends ApiKeysResourceCases {}

    @Nested
    class AuditedPath extends AuditedPathCases {}

    @Nested
    class TenantErasure extends TenantErasureCases {}
}
