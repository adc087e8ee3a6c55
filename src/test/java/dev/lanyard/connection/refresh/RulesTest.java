package dev.lanyard.connection.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lanyard.connection.accesstoken.FreshTokens;
import dev.lanyard.connection.accesstoken.TokenNotifications;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.connection.pace.HourlyBudgets;
import dev.lanyard.connection.pace.ProfileQueue;
import dev.lanyard.connection.pace.RateLimits;
import dev.lanyard.connection.pace.TokenRequestQueues;
import dev.lanyard.connection.pace.TokenRequestSlots;
import dev.lanyard.token.TokenEndpoint;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the protocol's rules has a test that is named after it: {@code rule09_…}. */
class RulesTest {
    private static final List<Integer> RULES = IntStream.rangeClosed(1, 28).boxed().toList();

    private static final Pattern NAME = Pattern.compile("rule(\\d\\d)_\\w+");

    @Test
    void everyRuleHasATestThatIsNamedAfterIt() {
        JavaClasses tests =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .importPackages("dev.lanyard");

        Set<Integer> tested =
                tests.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(RulesTest::isTest)
                        .map(method -> NAME.matcher(method.getName()))
                        .filter(Matcher::matches)
                        .map(name -> Integer.valueOf(name.group(1)))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tested).containsExactlyElementsOf(RULES);
    }

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Test.class)
                || method.isAnnotatedWith(ParameterizedTest.class);
    }

    /** Each statement of the engine borrows its connection for itself alone. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Refresher.class,
                RefreshResults.class,
                Leases.class,
                TokenSets.class,
                RefreshFailures.class,
                TokenRequestQueues.class,
                ProfileQueue.class,
                TokenRequestSlots.class,
                RateLimits.class,
                ClientProofs.class,
                HourlyBudgets.class,
                CoolDowns.class,
                ClientProbes.class,
                TokenEndpoint.class
            })
    void rule03_noDatabaseConnectionIsHeldWhileAProviderIsCalled(Class<?> part) {
        assertBorrowsNoConnection(part);
    }

    @ParameterizedTest
    @ValueSource(classes = {FreshTokens.class, RefreshCoordinator.class, TokenNotifications.class})
    void rule22_whoWaitsHoldsNoDatabaseConnection(Class<?> part) {
        assertBorrowsNoConnection(part);
    }

    private static void assertBorrowsNoConnection(Class<?> part) {
        assertThat(new ClassFileImporter().importClass(part).getMethodCallsFromSelf())
                .extracting(JavaAccess::getName)
                .doesNotContain("getConnection", "withConnection", "withTransaction");
    }
}
