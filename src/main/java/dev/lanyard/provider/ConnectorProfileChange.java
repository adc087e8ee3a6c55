package dev.lanyard.provider;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/connector-profiles/{id}}: what is left out stays, null is refused.
 */
public record ConnectorProfileChange(
        @JsonSetter(nulls = Nulls.FAIL) @Nullable String name,
        @JsonSetter(nulls = Nulls.FAIL) @Nullable List<@Nullable String> permissions,
        @JsonSetter(nulls = Nulls.FAIL) @Nullable List<@Nullable String> returnUrls,
        @JsonSetter(nulls = Nulls.FAIL) @Nullable String clientSecret,
        @JsonSetter(nulls = Nulls.FAIL) @Nullable String status,
        @JsonSetter(nulls = Nulls.FAIL) @Nullable Boolean sendRedirectUri) {

    @Override
    public String toString() {
        return "ConnectorProfileChange[" + name + ", " + status + "]";
    }
}
