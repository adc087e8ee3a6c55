package dev.lanyard.problem;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RouterFailuresTest extends RouterFailuresCases {}
