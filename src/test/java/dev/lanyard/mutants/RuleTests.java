package dev.lanyard.mutants;

import static org.junit.platform.engine.FilterResult.includedIf;

import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of some rules until an assertion fails, for {@code src/test/mutants/run.sh}:
 * without Maven, and those without Quarkus first.
 */
final class RuleTests implements TestExecutionListener {
    private static final int SURVIVED = 0;
    private static final int KILLED = 10;
    private static final int BROKEN = 20;

    private int passed;
    private int broken;

    private RuleTests() {}

    /**
     * Exits with 0: all passed; 10: an assertion failed, and its test is printed; 20: there are no
     * tests, or they failed otherwise.
     *
     * @param args the rules, as in {@code rule09|rule10}, and the classes of their tests
     */
    public static void main(String[] args) {
        RuleTests tests = new RuleTests();
        String names = "(" + args[0] + ")_.*";
        tests.run(names, Stream.of(args).skip(1).filter(type -> !isQuarkus(type)));
        tests.run(names, Stream.of(args).skip(1).filter(type -> isQuarkus(type)));
        System.exit(tests.passed > 0 && tests.broken == 0 ? SURVIVED : BROKEN);
    }

    private static boolean isQuarkus(String type) {
        try {
            return Class.forName(type).isAnnotationPresent(QuarkusTest.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void run(String names, Stream<String> classes) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                classes.map(name -> DiscoverySelectors.selectClass(name)).toList())
                        .filters(named(names))
                        .build();
        LauncherFactory.create().execute(request, this);
    }

    private static PostDiscoveryFilter named(String names) {
        return test -> includedIf(!isMethod(test) || method(test).matches(names));
    }

    private static boolean isMethod(TestDescriptor test) {
        return test.getSource().filter(MethodSource.class::isInstance).isPresent();
    }

    private static String method(TestDescriptor test) {
        return ((MethodSource) test.getSource().orElseThrow()).getMethodName();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(failure -> failed(test, failure));
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed++;
        }
    }

    private void failed(TestIdentifier test, Throwable failure) {
        failure.printStackTrace();
        if (isAssertion(failure)) {
            System.out.println("KILLED BY " + name(test));
            System.exit(KILLED);
        }
        broken++;
    }

    /** Compared by name, since Quarkus loads Awaitility by a class loader of its own. */
    private static boolean isAssertion(Throwable failure) {
        return failure instanceof AssertionError
                || failure.getClass().getName().equals(ConditionTimeoutException.class.getName());
    }

    private static String name(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        return source instanceof MethodSource method
                ? method.getMethodName()
                : test.getDisplayName();
    }
}
