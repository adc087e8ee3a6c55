package dev.lanyard.problem;

import dev.lanyard.api.JsonBodyCases;
import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** These cases against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class CasesIT {
    @Nested
    class AnswerHeaders extends AnswerHeadersCases {}

    @Nested
    class BodyLimit extends BodyLimitCases {}

    @Nested
    class JsonBody extends JsonBodyCases {}

    @Nested
    class ProblemMapper extends ProblemMapperCases {}

    @Nested
    class RouterFailures extends RouterFailuresCases {}
}
