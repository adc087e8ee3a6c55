package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RedirectTest extends RedirectCases {}
