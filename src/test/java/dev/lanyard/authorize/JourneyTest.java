package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class JourneyTest extends JourneyCases {}
