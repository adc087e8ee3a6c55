package dev.lanyard.connection;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SwappedTokensTest extends SwappedTokensCases {}
