package dev.lanyard.guide;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.lanyard.config.Config;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GuideTest {
    @Inject Config config;

    @Test
    void leadsThroughBitbucketsFormInItsOwnWords() {
        given().get("/guide/bitbucket")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .body(containsString(callback("bitbucket")))
                .body(containsString("OAuth consumer"))
                .body(containsString("Add consumer"))
                .body(containsString("Key is client_id, Secret is client_secret"))
                .body(containsString("Brings neither Read nor Write"))
                .body(containsString("Required: without it nobody can say who connected"))
                .body(not(containsString("{callback_url}")));
    }

    @Test
    void showsWhatAChoiceMeansWithoutAScript() {
        String page =
                given().queryParam("permission", "pullrequest:write", "repository:admin")
                        .get("/guide/bitbucket")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();

        assertThat(page)
                .contains("value=\"pullrequest:write\"")
                .containsPattern("value=\"pullrequest:write\"[^>]* checked")
                .contains(
                        "[&quot;account&quot;,&quot;repository:admin&quot;,&quot;pullrequest:write&quot;]")
                .containsPattern("Comes along with <span>Pull requests: Write</span>");
    }

    @Test
    void fillsTheReadersWorkspaceIntoAddresses() {
        given().queryParam("workspace", "acme-team")
                .get("/guide/bitbucket")
                .then()
                .body(
                        containsString(
                                "href=\"https://bitbucket.org/acme-team/workspace/settings/api\""));
        given().queryParam("workspace", "a/b\"><script>")
                .get("/guide/bitbucket")
                .then()
                .body(not(containsString("a/b")))
                .body(containsString("https://bitbucket.org/{workspace}/workspace/settings/api"));
    }

    @Test
    void isTheSameAsMarkdown() {
        given().get("/guide/bitbucket.md")
                .then()
                .statusCode(200)
                .contentType("text/markdown")
                .body(containsString("# Connect Bitbucket Cloud to Lanyard"))
                .body(containsString("`" + callback("bitbucket") + "`"))
                .body(containsString("| Repositories | Admin | `repository:admin` |"))
                .body(containsString("Brings neither Read nor Write"))
                .body(containsString("[\"account\"]"));
    }

    @Test
    void isThereForEveryProviderOfTheCatalogue() {
        given().get("/guide/bitbucket-sandbox")
                .then()
                .statusCode(200)
                .body(containsString(callback("bitbucket-sandbox")));
        given().get("/guide")
                .then()
                .statusCode(200)
                .body(containsString("href=\"/guide/bitbucket\""));
    }

    @Test
    void tellsPeopleWhichProvidersThereAreWhenItKnowsNoneOfThatName() {
        given().get("/guide/github")
                .then()
                .statusCode(404)
                .contentType(ContentType.HTML)
                .body(containsString("no guide of that name"))
                .body(containsString("href=\"/guide/bitbucket\""));
        given().get("/guide/github.md").then().statusCode(404).contentType("text/markdown");
    }

    @Test
    void isAPageThatLoadsNothingFromElsewhere() {
        given().get("/guide/bitbucket")
                .then()
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .header("Content-Security-Policy", containsString("form-action 'self'"));
        given().get("/connect/assets/guide.css").then().statusCode(200).contentType("text/css");
        given().get("/connect/assets/guide.js").then().statusCode(200);
    }

    @Test
    void theFirstPageTellsWhatThisIsAndNoVersion() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .body(containsString("<h1>Lanyard</h1>"))
                .body(not(containsString("0.1")))
                .body(not(containsString("/demo")));
    }

    private String callback(String provider) {
        return config.publicUrl() + "/connect/oauth2/" + provider + "/callback";
    }
}
