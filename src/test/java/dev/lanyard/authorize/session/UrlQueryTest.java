package dev.lanyard.authorize.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlQueryTest {
    private final UrlQuery urlQuery = new UrlQuery();

    @Test
    void addsToAnAddressWithoutQuery() {
        urlQuery.add("status", "connected");
        urlQuery.add("connection_id", "conn_1");

        assertThat(urlQuery.addedTo("https://app.example/done"))
                .isEqualTo("https://app.example/done?status=connected&connection_id=conn_1");
    }

    @Test
    void keepsTheAddressesOwnQuery() {
        urlQuery.add("status", "connected");

        assertThat(urlQuery.addedTo("https://app.example/done?tab=a%20b&x="))
                .isEqualTo("https://app.example/done?tab=a%20b&x=&status=connected");
    }

    @Test
    void keepsAnEmptyQueryAndAFragment() {
        urlQuery.add("status", "failed");

        assertThat(urlQuery.addedTo("https://app.example/done?"))
                .isEqualTo("https://app.example/done?status=failed");
        assertThat(urlQuery.addedTo("https://app.example/#/done"))
                .isEqualTo("https://app.example/?status=failed#/done");
    }

    @Test
    void encodesWhatItAdds() {
        urlQuery.add("scope", "a b&c=d+e");

        assertThat(urlQuery.addedTo("https://idp.example/authorize"))
                .isEqualTo("https://idp.example/authorize?scope=a%20b%26c%3Dd%2Be");
    }
}
