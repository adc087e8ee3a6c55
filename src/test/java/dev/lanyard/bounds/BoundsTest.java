package dev.lanyard.bounds;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class BoundsTest extends BoundsCases {}
