package dev.lanyard.database;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hibernate Reactive and the kinds of columns that Lanyard's tables have. */
@QuarkusTest
class ColumnMappingsTest {
    private static final String DELETE = "DELETE FROM samples.column_sample WHERE id = ?";

    @Inject ColumnSamples samples;

    @BeforeAll
    static void createTable() {
        ColumnSample.createTable();
    }

    private ColumnSample stored(String tenantId) {
        return await(() -> Transactions.write(() -> samples.store(ColumnSample.of(tenantId))));
    }

    private ColumnSample read(ColumnSample of) {
        return await(() -> Transactions.read(() -> samples.get(of.tenantId, of.id)));
    }

    @Test
    void readsWhatItWrote() {
        ColumnSample written = stored(Ids.next("ten_"));

        ColumnSample found = read(written);

        assertThat(found).isNotSameAs(written);
        assertThat(found.words).containsExactly("a", "b, c", "\"d\"");
        assertThat(found.list).containsExactly("x", "y");
        assertThat(found.sealed).containsExactly(0, 1, -1);
        assertThat(found.metadata).isEqualTo(written.metadata);
        assertThat(found.expiresAt).isEqualTo(written.expiresAt);
        assertThat(found.position).isNull();
        assertThat(found.budget).isEqualTo(1.5);
    }

    @Test
    void takesTimesAndDefaultsFromTheDatabase() {
        ColumnSample written = stored(Ids.next("ten_"));

        assertThat(written.randomId).hasSize(32);
        assertThat(written.createdAt).isNotNull();
        assertThat(read(written).createdAt).isEqualTo(written.createdAt);
        assertThat(read(written).updatedAt).isEqualTo(written.updatedAt);
    }

    private Uni<ColumnSample> renamed(ColumnSample of) {
        return samples.get(of.tenantId, of.id).invoke(found -> found.name = "another");
    }

    @Test
    void changesWhatWasChangedAndItsTime() {
        ColumnSample written = stored(Ids.next("ten_"));

        ColumnSample changed = await(() -> Transactions.write(() -> renamed(written)));

        assertThat(changed.updatedAt).isAfter(written.updatedAt);
        assertThat(changed.revision).isEqualTo(written.revision + 1);
        assertThat(read(written).name).isEqualTo("another");
        assertThat(read(written).updatedAt).isEqualTo(changed.updatedAt);
    }

    private Uni<ColumnSample> renamedMeanwhile(ColumnSample of) {
        return renamed(of)
                .invoke(
                        found ->
                                Owner.execute(
                                        "UPDATE samples.column_sample SET revision = revision + 1"
                                                + " WHERE id = ?",
                                        found.id));
    }

    @Test
    void aChangeOfWhatWasChangedMeanwhileIsAConflict() {
        ColumnSample written = stored(Ids.next("ten_"));

        assertThatThrownBy(() -> await(() -> Transactions.write(() -> renamedMeanwhile(written))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void whatIsDeletedTwiceAtOnceIsNotThereTheSecondTime() {
        ColumnSample one = stored(Ids.next("ten_"));
        Supplier<Uni<Void>> deletedMeanwhile =
                () ->
                        samples.get(one.tenantId, one.id)
                                .invoke(found -> Owner.execute(DELETE, found.id))
                                .chain(() -> samples.drop(one.tenantId, one.id));

        assertThatThrownBy(() -> write(deletedMeanwhile))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    @Test
    void whatIsOnlyReadIsNotStored() {
        ColumnSample written = stored(Ids.next("ten_"));

        await(() -> Transactions.read(() -> renamed(written)));

        assertThat(read(written).name).isEqualTo("a name");
    }

    @Test
    void findsByAnArraysElement() {
        ColumnSample written = stored(Ids.next("ten_"));

        List<ColumnSample> found =
                await(() -> Transactions.read(() -> samples.withWord(written.tenantId, "b, c")));

        assertThat(found).extracting(sample -> sample.id).containsExactly(written.id);
    }

    private <T> T read(Supplier<Uni<T>> work) {
        return await(() -> Transactions.read(work));
    }

    private <T> T write(Supplier<Uni<T>> work) {
        return await(() -> Transactions.write(work));
    }

    @Test
    void hidesEveryOtherTenantsRows() {
        ColumnSample mine = stored(Ids.next("ten_"));
        String other = Ids.next("ten_");

        assertThatThrownBy(() -> read(() -> samples.get(other, mine.id)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> write(() -> samples.locked(other, mine.id)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> write(() -> samples.drop(other, mine.id)))
                .isInstanceOf(ProblemException.class);
        assertThat(read(() -> samples.named(other, mine.name))).isZero();
        assertThat(read(() -> samples.withWord(other, "a"))).isEmpty();
        assertThat(read(() -> samples.newest(other, PageRequest.of(null, null))).items()).isEmpty();
        assertThat(write(() -> samples.touch(other, mine.id))).isZero();
        assertThat(write(() -> samples.erase(other, mine.id))).isZero();
        assertThat(read(mine).name).isEqualTo(mine.name);
    }

    @Test
    void readsPartOfEachRowPageByPage() {
        String tenant = Ids.next("ten_");
        List<ColumnSample> all = List.of(stored(tenant), stored(tenant), stored(tenant));
        stored(Ids.next("ten_"));

        Page<ColumnSamples.Named> first =
                read(() -> samples.names(tenant, PageRequest.of("2", null)));
        Page<ColumnSamples.Named> second =
                read(() -> samples.names(tenant, PageRequest.of("2", first.nextCursor())));

        assertThat(first.items())
                .extracting(ColumnSamples.Named::id)
                .containsExactly(all.get(2).id, all.get(1).id);
        assertThat(second.items())
                .extracting(ColumnSamples.Named::id)
                .containsExactly(all.get(0).id);
        assertThat(second.items().get(0).words()).containsExactly("a", "b, c", "\"d\"");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void takesTheTimeFromTheDatabase() {
        ColumnSample mine = stored(Ids.next("ten_"));

        List<String> touched =
                StatementCount.of(
                        () -> Transactions.write(() -> samples.touch(mine.tenantId, mine.id)));
        List<String> changed = StatementCount.of(() -> Transactions.write(() -> renamed(mine)));

        assertThat(touched).singleElement().asString().contains("updated_at=current_timestamp");
        assertThat(changed)
                .element(1)
                .asString()
                .endsWith(
                        "set name=$1,revision=$2,updated_at=now()"
                                + " where tenant_id=$3 and id=$4 and revision=$5");
    }

    @Test
    void changesAndDeletesByACondition() {
        ColumnSample mine = stored(Ids.next("ten_"));

        assertThat(write(() -> samples.touch(mine.tenantId, mine.id))).isOne();
        assertThat(read(mine).name).isEqualTo("touched");
        assertThat(read(mine).updatedAt).isAfter(mine.updatedAt);
        assertThat(write(() -> samples.erase(mine.tenantId, mine.id))).isOne();
        assertThatThrownBy(() -> read(mine)).isInstanceOf(ProblemException.class);
    }
}
