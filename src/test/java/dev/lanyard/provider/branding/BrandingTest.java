package dev.lanyard.provider.branding;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class BrandingTest extends BrandingCases {}
