package dev.lanyard.authorize;

import dev.lanyard.rig.TwoReplicas;
import org.junit.jupiter.api.extension.ExtendWith;

/** What providers of the field do, against two replicas of the packaged application. */
@ExtendWith(TwoReplicas.class)
class FieldIT extends SandboxFieldCases {}
