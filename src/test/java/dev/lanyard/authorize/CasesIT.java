package dev.lanyard.authorize;

import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** These cases against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class CasesIT {
    @Nested
    class BrowserBinding extends BrowserBindingCases {}

    @Nested
    class Callback extends CallbackCases {}

    @Nested
    class CallbackOutcome extends CallbackOutcomeCases {}

    @Nested
    class CodeInjection extends CodeInjectionCases {}

    @Nested
    class Confirmation extends ConfirmationCases {}

    @Nested
    class ConnectPage extends ConnectPageCases {}

    @Nested
    class Framing extends FrameAncestorsCases {}

    @Nested
    class Issuer extends IssuerCases {}

    @Nested
    class WholeJourney extends JourneyCases {}

    @Nested
    class PublicUrl extends PublicUrlCases {}

    @Nested
    class Revocation extends RevocationCases {}

    @Nested
    class Interruption extends InterruptionCases {}

    @Nested
    class Redirect extends RedirectCases {}

    @Nested
    class HostileProvider extends HostileProviderCases {}

    @Nested
    class Wild extends WildProviderCases {}
}
