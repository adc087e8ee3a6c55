package dev.lanyard.authorize.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTest {
    private final Query query = new Query();

    @Test
    void addsToAnAddressWithoutQuery() {
        query.add("status", "connected");
        query.add("connection_id", "conn_1");

        assertThat(query.addedTo("https://app.example/done"))
                .isEqualTo("https://app.example/done?status=connected&connection_id=conn_1");
    }

    @Test
    void keepsTheAddressesOwnQuery() {
        query.add("status", "connected");

        assertThat(query.addedTo("https://app.example/done?tab=a%20b&x="))
                .isEqualTo("https://app.example/done?tab=a%20b&x=&status=connected");
    }

    @Test
    void keepsAnEmptyQueryAndAFragment() {
        query.add("status", "failed");

        assertThat(query.addedTo("https://app.example/done?"))
                .isEqualTo("https://app.example/done?status=failed");
        assertThat(query.addedTo("https://app.example/#/done"))
                .isEqualTo("https://app.example/?status=failed#/done");
    }

    @Test
    void encodesWhatItAdds() {
        query.add("scope", "a b&c=d+e");

        assertThat(query.addedTo("https://idp.example/authorize"))
                .isEqualTo("https://idp.example/authorize?scope=a%20b%26c%3Dd%2Be");
    }
}
