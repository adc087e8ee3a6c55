package dev.lanyard.demo;

import java.util.Optional;

/**
 * The demo app's tenant and key. It is kept in system properties, which live as long as the
 * embedded database does and outlive a live reload.
 */
record DemoTenant(String apiKey, String profileId) {
    private static final String API_KEY = "dev.lanyard.demo.api-key";
    private static final String PROFILE = "dev.lanyard.demo.profile";

    static Optional<DemoTenant> remembered() {
        return Optional.ofNullable(System.getProperty(API_KEY))
                .map(key -> new DemoTenant(key, System.getProperty(PROFILE, "")));
    }

    DemoTenant remember() {
        System.setProperty(PROFILE, profileId);
        System.setProperty(API_KEY, apiKey);
        return this;
    }

    @Override
    public String toString() {
        return "DemoTenant[" + profileId + "]";
    }
}
