package dev.lanyard.tenant.audit;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AuditedPathTest extends AuditedPathCases {}
