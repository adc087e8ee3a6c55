package dev.lanyard.console.testmode;

import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.console.testmode.TrialProfiles.TrialProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Test mode as the console lays it out. */
final class TrialPages {
    private static final String ROOT = TestModeResource.ROOT;

    private TrialPages() {}

    static ConsolePage page(List<TrialProfile> profiles, TrialChoice chosen, Locale language) {
        ConsolePage page =
                ConsolePage.of(
                        "Test mode",
                        ConsoleSection.TEST_MODE,
                        profiles(profiles),
                        choice(profiles, chosen, language));
        return chosen.ending()
                .map(ending -> page.with(preview(chosen, language)))
                .orElseGet(() -> page.with(unseen()));
    }

    private static ConsoleBlock profiles(List<TrialProfile> profiles) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of(
                                "Profile",
                                "Name",
                                "Goes wrong just now",
                                "Its page at the sandbox"),
                        profiles.stream().map(TrialPages::row).toList(),
                        "None yet.",
                        null);
        return new ConsoleBlock(
                "Sandbox profiles",
                "The sandbox stands in for Bitbucket: nothing leaves this Lanyard, and who consents"
                        + " is made up. One click makes an OAuth client there and a profile for it"
                        + " here.",
                List.of(),
                table,
                List.of(ConsoleForm.button(ROOT + "/profile", "Make a sandbox profile")),
                null,
                null,
                null,
                null);
    }

    private static List<ConsoleCell> row(TrialProfile profile) {
        return List.of(
                ConsoleCell.link(profile.id(), "/console/profiles/" + profile.id()),
                ConsoleCell.text(profile.name()),
                profile.faults().isEmpty()
                        ? ConsoleCell.text("nothing")
                        : ConsoleCell.codes(profile.faults()),
                ConsoleCell.link(
                        "its grants and faults",
                        "/sandbox/bitbucket/consumers/" + profile.clientId()));
    }

    private static ConsoleBlock choice(
            List<TrialProfile> profiles, TrialChoice chosen, Locale language) {
        List<ConsoleForm> forms = new ArrayList<>();
        forms.add(
                ConsoleForm.filter(
                        ROOT,
                        choice("fault", "What goes wrong", faults(chosen)),
                        choice("language", "Language of the page", languages(language))));
        if (!profiles.isEmpty()) {
            forms.addAll(actions(choices(profiles), chosen));
        }
        return new ConsoleBlock(
                "What shall go wrong?",
                null,
                List.of(new ConsoleFact("What your app is told", ConsoleCell.text(chosen.told()))),
                null,
                forms,
                null,
                null,
                null,
                null);
    }

    /** However many profiles there are, there is one button of a kind. */
    private static List<ConsoleForm> actions(ConsoleField profile, TrialChoice chosen) {
        return List.of(
                ConsoleForm.of(
                        ROOT + "/faults",
                        chosen == TrialChoice.NONE ? "Let all work there" : "Let it go wrong there",
                        profile,
                        ConsoleField.hidden("fault", chosen.key())),
                ConsoleForm.leading(
                        "/console/sessions/new",
                        "Try it: make a connect link",
                        profile,
                        ConsoleField.hidden("user", "test-user")));
    }

    private static ConsoleField choices(List<TrialProfile> profiles) {
        return ConsoleField.select(
                "profile",
                "Profile",
                profiles.stream()
                        .map(p -> new ConsoleField.Option(p.id(), p.name(), false))
                        .toList());
    }

    private static ConsoleField choice(
            String name, String label, List<ConsoleField.Option> options) {
        return new ConsoleField(name, label, "select", "", null, false, options);
    }

    private static List<ConsoleField.Option> faults(TrialChoice chosen) {
        return Arrays.stream(TrialChoice.values())
                .map(fault -> new ConsoleField.Option(fault.key(), fault.title(), fault == chosen))
                .toList();
    }

    private static List<ConsoleField.Option> languages(Locale chosen) {
        return TestModeResource.LANGUAGES.stream()
                .map(
                        language ->
                                new ConsoleField.Option(
                                        language.getLanguage(),
                                        language.getDisplayLanguage(Locale.ENGLISH),
                                        language.equals(chosen)))
                .toList();
    }

    private static ConsoleBlock preview(TrialChoice chosen, Locale language) {
        return ConsoleBlock.frame(
                        "What your user will see",
                        ROOT + "/preview/" + chosen.key() + "/" + language.getLanguage())
                .introduced(
                        "The page that ends the journey, with your name. Where the connect link has"
                                + " a return_url, the browser goes there instead.");
    }

    private static ConsoleBlock unseen() {
        return ConsoleBlock.text(
                "What your user will see",
                "Nothing: it happens behind their back, at a later refresh. Connect an account,"
                        + " let it go wrong, and press \"Refresh now\" on the connection's page.");
    }
}
