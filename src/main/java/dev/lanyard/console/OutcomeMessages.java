package dev.lanyard.console;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages that end a journey, by the session's error code. */
@MessageBundle(value = "outcome", locale = "en")
interface OutcomeMessages {
    @Message("Back to {tenant}")
    String backTo(String tenant);

    @Message("Secured by Lanyard")
    String secured();

    @Message("Try again")
    String tryAgain();

    @Message("Account")
    String account();

    @Message("Expected account")
    String expected();

    @Message("You signed in with")
    String came();

    @Message("Details for support")
    String support();

    @Message("Get help")
    String help();

    @Message("Your account is connected")
    String connectedTitle(String provider, String tenant);

    @Message("{tenant} can use your {provider} account now. You can close this window.")
    String connectedAdvice(String provider, String tenant);

    @Message("Nearly done")
    String awaitingConfirmationTitle(String provider, String tenant);

    @Message("{tenant} has to confirm the connection. Go back there to finish.")
    String awaitingConfirmationAdvice(String provider, String tenant);

    @Message("This sign-in cannot continue here")
    String unboundTitle(String provider, String tenant);

    @Message(
            "Nothing was connected. The sign-in was started in another browser, took too long, or cookies are blocked; or the provider sent an unexpected response. Go back to the app and start again. If it happens again, the people who run the app can see why.")
    String unboundAdvice(String provider, String tenant);

    @Message("This link does not work")
    String unknownTitle(String provider, String tenant);

    @Message(
            "It is incomplete, or it is no longer valid. Open the whole link, or go back to the app and start again there.")
    String unknownAdvice(String provider, String tenant);

    @Message("One moment")
    String busyTitle(String provider, String tenant);

    @Message(
            "The provider has not answered yet. This page checks again by itself; you can also reload it.")
    String busyAdvice(String provider, String tenant);

    @Message("Too many attempts")
    String rateLimitedTitle(String provider, String tenant);

    @Message(
            "Wait a minute, then try again. If it keeps happening, go back to the app and start again there.")
    String rateLimitedAdvice(String provider, String tenant);

    @Message("This is not available just now")
    String unavailableTitle(String provider, String tenant);

    @Message("Nothing is lost. Wait a moment, then try again.")
    String unavailableAdvice(String provider, String tenant);

    @Message("Something went wrong here")
    String internalTitle(String provider, String tenant);

    @Message(
            "It is not your fault. Try again. If it keeps happening, tell the people who run the app, with the details below.")
    String internalAdvice(String provider, String tenant);

    @Message("Access was not given")
    String accessDeniedTitle(String provider, String tenant);

    @Message("Nothing was connected. You can try again, or go back to {tenant}.")
    String accessDeniedAdvice(String provider, String tenant);

    @Message("That was another account")
    String accountMismatchTitle(String provider, String tenant);

    @Message(
            "The connection stays as it was. Sign in at {provider} with the expected account. If it picks another one by itself, sign out there first.")
    String accountMismatchAdvice(String provider, String tenant);

    @Message("A permission is missing")
    String permissionMissingTitle(String provider, String tenant);

    @Message(
            "Nothing was connected. There is nothing for you to do: {tenant} has to correct its settings at {provider}.")
    String permissionMissingAdvice(String provider, String tenant);

    @Message("{provider} does not give these permissions")
    String scopeRefusedTitle(String provider, String tenant);

    @Message(
            "Nothing was connected. There is nothing for you to do: {tenant} asks for permissions that {provider} refuses.")
    String scopeRefusedAdvice(String provider, String tenant);

    @Message("{provider} did not accept the sign-in")
    String codeRejectedTitle(String provider, String tenant);

    @Message("Nothing was connected. Try again.")
    String codeRejectedAdvice(String provider, String tenant);

    @Message("{tenant} cannot connect {provider} accounts just now")
    String credentialsRejectedTitle(String provider, String tenant);

    @Message(
            "{provider} does not accept the key of {tenant}. There is nothing for you to do: {tenant} has to renew it. Nothing was connected.")
    String credentialsRejectedAdvice(String provider, String tenant);

    @Message("{provider} cannot be reached just now")
    String providerUnavailableTitle(String provider, String tenant);

    @Message("Nothing was connected. Wait a moment, then try again.")
    String providerUnavailableAdvice(String provider, String tenant);

    @Message("{provider} sent an unexpected response")
    String malformedResponseTitle(String provider, String tenant);

    @Message(
            "Nothing was connected. Try again later. If it keeps happening, tell {tenant}, with the details below.")
    String malformedResponseAdvice(String provider, String tenant);

    @Message("The connection was interrupted")
    String interruptedTitle(String provider, String tenant);

    @Message("Nothing was connected. Try again.")
    String interruptedAdvice(String provider, String tenant);

    @Message("This invitation was withdrawn")
    String cancelledTitle(String provider, String tenant);

    @Message("Go back to {tenant} and start again there.")
    String cancelledAdvice(String provider, String tenant);

    @Message("This invitation has expired")
    String expiredTitle(String provider, String tenant);

    @Message("Go back to {tenant} and start again there.")
    String expiredAdvice(String provider, String tenant);

    @Message("Connecting {provider} is switched off")
    String profileDisabledTitle(String provider, String tenant);

    @Message("{tenant} has switched it off for now. There is nothing for you to do.")
    String profileDisabledAdvice(String provider, String tenant);

    @Message("The connection is gone")
    String connectionDeletedTitle(String provider, String tenant);

    @Message("It was deleted meanwhile. Go back to {tenant} and connect again.")
    String connectionDeletedAdvice(String provider, String tenant);
}
