package dev.lanyard.provider.profile;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ConnectorProfileInputTest extends ConnectorProfileInputCases {}
