package dev.lanyard.tenant;

import dev.lanyard.rig.TwoReplicas;
import dev.lanyard.tenant.access.ApiKeyCostCases;
import dev.lanyard.tenant.audit.AuditedPathCases;
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
    class Isolation extends IsolationCases {}

    @Nested
    class TenantErasure extends TenantErasureCases {}

    @Nested
    class WorkloadIdentities extends WorkloadIdentitiesResourceCases {}

    @Nested
    class WorkloadTokens extends WorkloadTokenCases {}
}
