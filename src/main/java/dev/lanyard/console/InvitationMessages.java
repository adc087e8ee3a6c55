package dev.lanyard.console;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * The words of the hosted page; {@code messages/invitation_*.properties} has the other languages.
 */
@MessageBundle(value = "invitation", locale = "en")
interface InvitationMessages {
    @Message("Connect {provider} to {tenant}")
    String title(String provider, String tenant);

    @Message("Connect your {provider} account to {tenant}")
    String heading(String provider, String tenant);

    @Message("Connect your {provider} account to {tenant} again")
    String headingAgain(String provider, String tenant);

    @Message("The account to connect again")
    String accountAgain();

    @Message("Sign in at {provider} with this account. Any other will be refused.")
    String accountAgainHint(String provider);

    @Message(
            "{provider} has not said yet which account it was. Sign in there with the one that was connected before.")
    String accountAgainUnknown(String provider);

    @Message("Connected for")
    String forWhom();

    @Message("{tenant} user")
    String userOf(String tenant);

    @Message("Not you? Then cancel: your account would be connected for somebody else.")
    String notYou();

    @Message("{tenant} will be able to")
    String mayTitle(String tenant);

    @Message("Read")
    String read();

    @Message("Change")
    String change();

    @Message("Administer")
    String administer();

    @Message("Delete")
    String delete();

    @Message("Use")
    String use();

    @Message("Not asked for:")
    String notAsked();

    @Message("You sign in at {provider} and decide there. {tenant} never sees your password.")
    String password(String provider, String tenant);

    @Message("Continue to {provider}")
    String continueTo(String provider);

    @Message("Cancel")
    String cancel();

    @Message("Last time: {what}. You can try again.")
    String lastTime(String what);

    @Message("You were sent to {provider} and have not come back yet. You can go there again.")
    String away(String provider);

    @Message("{provider} did not bring you back? Here is why")
    String why(String provider);

    @Message("The sign-in or the consent at {provider} was not finished. Continue again.")
    String whyConsent(String provider);

    @Message(
            "{provider} showed an error of its own, about an address to return to. Then {tenant} has to correct its settings there: the callback URL must be exactly this one.")
    String whyCallback(String provider, String tenant);

    @Message(
            "Your browser did not keep the cookie that this page needs to recognize you when you come back from {provider}. Press the button once more. If this message comes back, cookies are blocked: allow them for this address, or open the link in another browser.")
    String cookies(String provider);

    @Message("Details for support")
    String support();

    @Message("Get help")
    String help();
}
