package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class BrowserBindingTest extends BrowserBindingCases {}
