package dev.lanyard.guide;

/** The guide as plain Markdown, for people who paste it to a coding assistant. */
final class GuideMarkdown {
    private GuideMarkdown() {}

    static String of(SetupGuide guide) {
        StringBuilder text = new StringBuilder();
        text.append("# Connect ").append(guide.displayName()).append(" to Lanyard\n\n");
        text.append("Callback URL: `").append(guide.callbackUrl()).append("`\n");
        int number = 1;
        for (SetupGuide.GuideStep step : guide.steps()) {
            text.append("\n## ").append(number++).append(". ").append(step.title()).append("\n\n");
            step.parts().forEach(part -> append(text, part));
            text.append('\n');
            if (!step.url().isEmpty()) {
                text.append("\nOpen: ").append(step.url()).append('\n');
            }
        }
        if (!guide.choice().areas().isEmpty()) {
            permissions(text, guide.choice());
        }
        text.append("\n## Then make the connector profile\n\n```sh\n")
                .append(guide.command())
                .append("\n```\n");
        return text.toString();
    }

    private static void append(StringBuilder text, SetupGuide.GuidePart part) {
        String mark = part.callback() ? "`" : "";
        text.append(mark).append(part.text()).append(mark);
    }

    private static void permissions(StringBuilder text, PermissionChoice choice) {
        text.append("\n## Permissions\n\n")
                .append("| area | box | scope | brings along | mind |\n|---|---|---|---|---|\n");
        for (PermissionChoice.ChoiceArea area : choice.areas()) {
            area.boxes().forEach(box -> row(text, area.name(), box));
        }
        text.append("\nTick on the form:\n\n");
        for (PermissionChoice.Tick tick : choice.ticks()) {
            text.append("- [ ] ").append(tick.label());
            text.append(tick.brings().isEmpty() ? "" : " (brings " + tick.brings() + ")");
            text.append('\n');
        }
        text.append("\nThe profile's `permissions`: `").append(choice.json()).append("`\n");
    }

    private static void row(StringBuilder text, String area, PermissionChoice.ChoiceBox box) {
        text.append("| ")
                .append(area)
                .append(" | ")
                .append(box.name())
                .append(" | `")
                .append(box.scope())
                .append("` | ")
                .append(box.brings())
                .append(" | ")
                .append(box.required() ? "Required for every connection. " : "")
                .append(box.lacks())
                .append(" |\n");
    }
}
