package dev.lanyard.connection.accesstoken;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to a token read: an access token for a tenant's backend (docs/api.md).
 *
 * @param expiresAt null: the provider promised no end
 */
@JsonSerialize(using = AccessToken.Writer.class)
public record AccessToken(
        String accessToken,
        String tokenType,
        @Nullable OffsetDateTime expiresAt,
        List<String> scopes) {

    /** Field by field, without reflection, which is slow in a native executable. */
    @RegisterForReflection // named by an annotation
    static final class Writer extends StdSerializer<AccessToken> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(AccessToken.class);
        }

        @Override
        public void serialize(AccessToken token, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            json.writeStringField("access_token", token.accessToken);
            json.writeStringField("token_type", token.tokenType);
            provider.defaultSerializeField("expires_at", token.expiresAt, json);
            json.writeArrayFieldStart("scopes");
            for (String scope : token.scopes) {
                json.writeString(scope);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    @Override
    public String toString() {
        return "AccessToken[" + tokenType + ", " + expiresAt + "]";
    }
}
