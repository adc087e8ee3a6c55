package dev.lanyard.console.operator;

import dev.lanyard.connection.RefreshFigures;
import dev.lanyard.connection.RefreshFigures.ProviderFigures;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How well grants are kept, by provider: the figures that a service of this kind is judged by. */
@Singleton
class FiguresOperatorPage implements OperatorPage {
    private static final String NONE = "–";
    private static final List<String> HEADINGS =
            List.of(
                    "Provider",
                    "Refreshes, 24 h",
                    "Successful",
                    "Answers recovered",
                    "Lost by us",
                    "Revoked",
                    "Expired idle",
                    "Revocation noticed within");

    private final RefreshFigures figures;

    FiguresOperatorPage(RefreshFigures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return OperatorConsole.ROOT + "/figures";
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        return figures.all().map(FiguresOperatorPage::page);
    }

    private static ConsolePage page(List<ProviderFigures> providers) {
        List<List<ConsoleCell>> rows = providers.stream().map(FiguresOperatorPage::cells).toList();
        return ConsolePage.of(
                "Figures",
                ConsoleSection.FIGURES,
                ConsoleBlock.table(
                                "By provider",
                                new ConsoleTable(HEADINGS, rows, "No provider.", null))
                        .introduced(
                                "Refreshes of the last 24 hours are those of all replicas; all else"
                                        + " is what this one replica has counted since it started,"
                                        + " and the page may come from another one next time."),
                ConsoleBlock.facts(
                        "Over all replicas, by the metrics",
                        List.of(
                                metric("Successful", "lanyard_refresh_success_ratio"),
                                metric("Answers recovered", "lanyard_answers_recovered_total"),
                                metric(
                                        "Lost by us (answer_lost), revoked, expired idle",
                                        "lanyard_connections_lost_total"),
                                metric(
                                        "Revocation noticed within",
                                        "lanyard_revocation_notice_seconds"))));
    }

    private static ConsoleFact metric(String meaning, String name) {
        return new ConsoleFact(meaning, ConsoleCell.address(name));
    }

    private static List<ConsoleCell> cells(ProviderFigures figures) {
        return List.of(
                ConsoleCell.text(figures.provider()),
                ConsoleCell.number(figures.day().all()),
                ConsoleCell.text(percent(figures.day().successRatio())),
                ConsoleCell.number(figures.recovered()),
                ConsoleCell.number(figures.lostByUs()),
                ConsoleCell.number(figures.revoked()),
                ConsoleCell.number(figures.expiredIdle()),
                ConsoleCell.text(noticedWithin(figures.noticedWithin())));
    }

    /** Rounded down, so that 100 % is said of all only. */
    static String percent(double ratio) {
        return Double.isNaN(ratio)
                ? NONE
                : String.format(Locale.ROOT, "%.2f %%", Math.floor(ratio * 10_000) / 100);
    }

    /** An average, in the largest unit of which it has two. */
    static String noticedWithin(@Nullable Duration time) {
        if (time == null) {
            return NONE;
        }
        if (time.toHours() < 2) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 2 ? time.toHours() + " h" : time.toDays() + " days";
    }
}
