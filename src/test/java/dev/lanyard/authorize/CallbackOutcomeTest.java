package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class CallbackOutcomeTest extends CallbackOutcomeCases {}
