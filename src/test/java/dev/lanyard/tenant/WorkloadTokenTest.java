package dev.lanyard.tenant;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class WorkloadTokenTest extends WorkloadTokenCases {}
