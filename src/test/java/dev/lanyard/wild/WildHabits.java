package dev.lanyard.wild;

import java.util.List;
import java.util.Random;

/**
 * How one provider behaves, composed at random.
 *
 * @param rotates 0: never; 1: always; 2: sometimes
 * @param grace of a used refresh token, in seconds; 0: none
 * @param strict a refresh token presented after its grace ends the grant
 * @param forms one of them each time
 * @param dead its words for a grant that is gone
 * @param deadAsClient its words for that are those for a client
 * @param codeFirst it looks at a code before it looks at the client
 * @param probe its words for a made-up code
 * @param lockout for which it refuses a client that presented a dead token, in seconds
 * @param trouble of a hundred requests so many meet something passing
 * @param limits 0: 429; else a 403 in odd clothes
 */
public record WildHabits(
        int rotates,
        int grace,
        boolean strict,
        List<WildForms> forms,
        List<WildWords> dead,
        boolean deadAsClient,
        List<WildWords> client,
        boolean codeFirst,
        WildWords probe,
        int lockout,
        int trouble,
        int limits,
        String secretMarks) {

    /** Marks that a secret may have, and that some encoding changes. */
    private static final List<String> MARKS =
            List.of("", "", "+/=", "&x=1", "%2B%", "~!*'()", "\"\\", "<b>", "é");

    public static WildHabits of(Random random) {
        boolean hides = random.nextInt(3) == 0;
        List<WildWords> client = List.of(WildWords.client(random));
        return new WildHabits(
                random.nextInt(3),
                random.nextBoolean() ? 600 : 0,
                random.nextInt(4) == 0,
                List.of(WildForms.of(random), WildForms.of(random)),
                hides ? client : List.of(WildWords.dead(random), WildWords.dead(random)),
                hides,
                client,
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 ? WildWords.neither(random) : WildWords.code(random),
                random.nextInt(3) == 0 ? 30 : 0,
                WildWords.one(random, List.of(0, 0, 5, 20)),
                random.nextInt(4),
                WildWords.one(random, MARKS));
    }
}
