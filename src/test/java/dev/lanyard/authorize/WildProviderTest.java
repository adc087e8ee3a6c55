package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class WildProviderTest extends WildProviderCases {}
