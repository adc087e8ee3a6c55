package dev.lanyard.provider;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ConnectorProfileInputTest extends ConnectorProfileInputCases {}
