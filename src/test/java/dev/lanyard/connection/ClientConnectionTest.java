package dev.lanyard.connection;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ClientConnectionTest extends ClientConnectionCases {}
