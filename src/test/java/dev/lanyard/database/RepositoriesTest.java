package dev.lanyard.database;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.groups.UniCombine;
import io.smallrye.mutiny.groups.UniJoin;
import jakarta.persistence.Entity;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import org.junit.jupiter.api.Test;

/** No repository can be asked without a tenant, and no session is come by but in one place. */
@AnalyzeClasses(packages = "dev.lanyard", importOptions = ImportOption.DoNotIncludeTests.class)
class RepositoriesTest {
    /** The operator's tenants belong to no tenant. */
    private static final String TENANTS = "Tenants";

    private static final DescribedPredicate<JavaClass> WITH_PANACHE =
            belongToAnyOf(Transactions.class, TenantRepository.class, NewestFirst.class);

    private static final DescribedPredicate<JavaClass> A_REPOSITORY =
            assignableTo(TenantRepository.class).or(simpleName(TENANTS));

    private static DescribedPredicate<JavaClass> simpleName(String name) {
        return DescribedPredicate.describe(
                "are " + name, type -> type.getSimpleName().equals(name));
    }

    private static DescribedPredicate<JavaClass> nestedIn(DescribedPredicate<JavaClass> outer) {
        return DescribedPredicate.describe(
                "are nested in what " + outer.getDescription(),
                type -> type.getEnclosingClass().filter(outer).isPresent());
    }

    /** Sessions and queries are for those who add the tenant. */
    @ArchTest
    static final ArchRule nobodyElseSpeaksToHibernate =
            noClasses()
                    .that(not(WITH_PANACHE.or(nestedIn(WITH_PANACHE))))
                    .should()
                    .dependOnClassesThat(
                            belongToAnyOf(Panache.class, PanacheEntityBase.class)
                                    .or(
                                            resideInAnyPackage(
                                                    "org.hibernate",
                                                    "org.hibernate.reactive..",
                                                    "io.quarkus.hibernate.reactive.panache.common..")));

    /** Panache's own repositories can be asked for the rows of all tenants. */
    @ArchTest
    static final ArchRule panachesRepositoriesAreHidden =
            classes()
                    .that()
                    .areAssignableTo(PanacheRepositoryBase.class)
                    .should()
                    .haveModifier(JavaModifier.PRIVATE)
                    .andShould(be(nestedIn(A_REPOSITORY)));

    @ArchTest
    static final ArchRule panachesRepositoriesAreAskedByTheBaseClass =
            noClasses()
                    .that(not(WITH_PANACHE).and(not(simpleName(TENANTS))))
                    .should()
                    .callMethodWhere(
                            DescribedPredicate.describe(
                                    "Panache's repository is asked",
                                    call ->
                                            call.getTargetOwner()
                                                    .isAssignableTo(PanacheRepositoryBase.class)));

    /** A session serves one at a time. */
    @ArchTest
    static final ArchRule repositoriesDoOneThingAfterTheOther =
            noClasses()
                    .that(A_REPOSITORY)
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(UniCombine.class, UniJoin.class);

    /** Their fields are columns; a room shows its own records. */
    @ArchTest
    static final ArchRule entitiesStayInTheirRooms =
            classes()
                    .that()
                    .areAnnotatedWith(Entity.class)
                    .and(not(simpleName("ConnectorProfile"))) // goes with its client to who calls
                    .should()
                    .bePackagePrivate();

    @Test
    void everyMethodOfTheBaseClassTakesTheTenant() {
        Method[] methods = TenantRepository.class.getDeclaredMethods();

        assertThat(methods)
                .filteredOn(method -> !Modifier.isPrivate(method.getModifiers()))
                .filteredOn(method -> !method.isSynthetic())
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        method -> {
                            assertThat(method.getReturnType()).isEqualTo(Uni.class);
                            assertThat(method.getModifiers()).matches(Modifier::isFinal);
                            assertThat(method.getParameters())
                                    .anyMatch(RepositoriesTest::namesATenant);
                        });
    }

    private static boolean namesATenant(Parameter parameter) {
        return parameter.getName().equals("tenantId")
                || OwnedKey.class.isAssignableFrom(parameter.getType())
                || Listed.class.isAssignableFrom(parameter.getType());
    }
}
