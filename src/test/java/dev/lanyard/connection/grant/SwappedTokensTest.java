package dev.lanyard.connection.grant;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SwappedTokensTest extends SwappedTokensCases {}
