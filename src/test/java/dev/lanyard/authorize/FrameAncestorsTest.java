package dev.lanyard.authorize;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FrameAncestorsTest extends FrameAncestorsCases {}
