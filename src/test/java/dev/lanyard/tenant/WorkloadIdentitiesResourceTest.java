package dev.lanyard.tenant;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class WorkloadIdentitiesResourceTest extends WorkloadIdentitiesResourceCases {}
