package dev.lanyard.provider;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider as the API shows it, the guide included. */
public record ProviderView(
        String name,
        String displayName,
        URI callbackUrl,
        List<Provider.Permission> permissions,
        List<StepView> setupSteps) {

    /** A step of the guide, the callback address filled in. */
    public record StepView(String title, String text, @Nullable String url) {}

    static ProviderView of(Provider provider, URI callbackUrl) {
        return new ProviderView(
                provider.name(),
                provider.displayName(),
                callbackUrl,
                provider.permissions(),
                provider.setupSteps().stream().map(step -> step(step, callbackUrl)).toList());
    }

    private static StepView step(Provider.SetupStep step, URI callbackUrl) {
        return new StepView(step.title(), step.text(callbackUrl), step.url().orElse(null));
    }
}
