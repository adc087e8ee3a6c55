package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests about connections ask of the database, and what an id of a merged one finds. */
@QuarkusTest
class ConnectionStatementsTest {
    private static final String ALL = "/v1/connections";
    private static final String MERGED = "conn_merged";

    private static String path(Connected connection) {
        return ALL + "/" + connection.id();
    }

    /** With a key that is remembered: it asks nothing. */
    private static RequestSpecification api(Connected connection) {
        connection.journey().api().get(ALL).then().statusCode(200);
        return connection.journey().api();
    }

    @Test
    void aPageIsOneStatementHoweverManyAreOnIt() {
        Connected connection = Connected.at(GRACE);
        connection.sibling();

        List<String> sent = StatementCount.of(api(connection), request -> request.get(ALL));

        assertThat(sent).singleElement().asString().contains("from connection_shown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "end_user_id=u1",
                "provider=" + GRACE,
                "status=active",
                "connector_profile_id=PROFILE",
                "end_user_id=u1&provider=" + GRACE + "&status=active&connector_profile_id=PROFILE"
            })
    void eachFilterAndAllOfThemAreOneStatement(String filters) {
        Connected connection = Connected.at(GRACE);
        Connected other = connection.sibling();
        String query = ALL + "?" + filters.replace("PROFILE", connection.journey().profileId());

        assertThat(StatementCount.of(api(connection), request -> request.get(query))).hasSize(1);
        api(connection)
                .get(query + "&limit=200")
                .then()
                .body(
                        "items.id",
                        filters.contains("end_user_id")
                                ? contains(connection.id())
                                : contains(other.id(), connection.id()));
        api(connection).get(ALL + "?end_user_id=nobody").then().body("items", empty());
    }

    @Test
    void aConnectionIsOneStatement() {
        Connected connection = Connected.at(GRACE);

        List<String> sent =
                StatementCount.of(api(connection), request -> request.get(path(connection)));

        assertThat(sent).hasSize(1);
    }

    @Test
    void theIdOfAMergedOneShowsItsElderByTwo() {
        Connected connection = merged("1 day");

        List<String> sent =
                StatementCount.of(api(connection), request -> request.get(ALL + "/" + MERGED));

        assertThat(sent).hasSize(2);
        api(connection).get(ALL + "/" + MERGED).then().body("id", equalTo(connection.id()));
        Connected.at(GRACE).journey().api().get(ALL + "/" + MERGED).then().statusCode(404);
    }

    @Test
    void afterThirtyDaysItIsUnknown() {
        Connected connection = merged("-1 second");

        api(connection).get(ALL + "/" + MERGED).then().statusCode(404);
        api(connection).body("{}").patch(ALL + "/" + MERGED).then().statusCode(404);
    }

    @Test
    void aChangeByTheIdOfAMergedOneIsTheEldersChange() {
        Connected connection = merged("1 day");

        api(connection)
                .body(Map.of("metadata", Map.of("team", "blue")))
                .patch(ALL + "/" + MERGED)
                .then()
                .statusCode(200)
                .body("id", equalTo(connection.id()))
                .body("metadata.team", equalTo("blue"));
    }

    /** An alias, as a merge leaves it. */
    private static Connected merged(String until) {
        Connected connection = Connected.at(GRACE);
        Owner.execute(
                "INSERT INTO connection_alias SELECT tenant_id, ?, id, now() + ?::interval"
                        + " FROM connection WHERE id = ?",
                MERGED,
                until,
                connection.id());
        return connection;
    }

    @Test
    void aChangeIsThree() {
        Connected connection = Connected.at(GRACE);
        Map<String, Object> change =
                Map.of("status", "disabled", "metadata", Map.of("a", List.of(1, "b")));

        List<String> sent =
                StatementCount.of(
                        api(connection).body(change), request -> request.patch(path(connection)));

        assertThat(sent).hasSize(3);
        assertThat(sent.get(0)).startsWith("update connection").contains("updated_at=");
        assertThat(sent.get(1)).startsWith("INSERT INTO audit_log");
        assertThat(connection.shown().getString("metadata.a[1]")).isEqualTo("b");
    }

    /** What was as it is now, is changed all the same: its time says so, and its log. */
    @Test
    void aChangeOfNothingIsAChange() {
        Connected connection = Connected.at(GRACE);
        String before = connection.shown().getString("updated_at");

        connection.patch("{}");

        assertThat(connection.shown().getString("updated_at")).isGreaterThan(before);
        assertThat(connection.shown().getMap("metadata")).isEmpty();
    }

    /**
     * Locked, its tokens taken over, gone, told, logged; how their revocation ended is told later.
     */
    @Test
    void anErasureTellsOfItselfOnce() {
        Connected connection = Connected.at(GRACE);
        RequestSpecification api = api(connection);

        List<String> sent = StatementCount.of(api, request -> request.delete(path(connection)));

        assertThat(sent.stream().filter(sql -> sql.startsWith("delete from connection")))
                .hasSize(1);
        assertThat(sent.stream().filter(sql -> sql.startsWith("INSERT INTO event"))).hasSize(1);
        api(connection).delete(path(connection)).then().statusCode(404);
        api(connection)
                .get("/v1/events?type=connection.deleted")
                .then()
                .body("items[0].data.connection_id", equalTo(connection.id()))
                .body("items[0].data.end_user_id", equalTo("u1"))
                .body("items.findAll { it.data.revocation != 'revoked' }.size()", equalTo(1));
    }
}
