package dev.lanyard.provider.branding;

import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** These cases against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class CasesIT {
    @Nested
    class Look extends BrandingCases {}
}
