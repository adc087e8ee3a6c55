package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Owner;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class RefusalCases {

    @Test
    void rule21_aRowThatDoesNotOpenIsOurFailureAndNothingIsPresented() {
        Connected connection = Connected.at(GRACE);
        Owner.execute(
                """
                UPDATE token_set SET refresh_token = access_token,
                    issued_at = now() - interval '2 hours', expires_at = now() - interval '1 second'
                WHERE connection_id = ?
                """,
                connection.id());
        List<String> before = row(connection);
        assertThat(before).singleElement().asString().startsWith("never");

        connection.token().then().statusCode(503).body("code", equalTo("unavailable"));

        assertThat(connection.presentations()).isZero();
        assertThat(row(connection)).isEqualTo(before);
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Whether it was ever presented, and what is. */
    private static List<String> row(Connected connection) {
        return Owner.column(
                "SELECT coalesce(presented_at::text, 'never') || encode(refresh_token, 'hex') FROM"
                        + " token_set WHERE connection_id = ?",
                connection.id());
    }
}
