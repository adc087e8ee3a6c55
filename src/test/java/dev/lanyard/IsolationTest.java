package dev.lanyard;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class IsolationTest extends IsolationCases {}
