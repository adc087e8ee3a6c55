package dev.lanyard.connection.grant;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SwappedDataKeysTest extends SwappedDataKeysCases {}
