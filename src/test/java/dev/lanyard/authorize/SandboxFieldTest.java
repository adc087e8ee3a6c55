package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SandboxFieldTest extends SandboxFieldCases {}
