using System.Globalization;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.Outbox.Invitations;

/// <summary>The mail that brings a link to choose a password: subject, text and HTML.</summary>
internal static class InvitationMessage
{
    public static OutgoingEmail Create(Invitation invitation, MailboxAddress recipient) =>
        new([recipient], Subject(invitation), Text(invitation), InvitationHtml.Render(invitation)) { Secrets = [invitation.Secret] };

    // The same for a new account and for a password that is reset: whoever reads it has not asked for it either way
    public static string Subject(Invitation invitation) => $"Choose your password for {invitation.Username}";

    public static string When(Invitation invitation) =>
        invitation.ExpiresAt.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(Invitation invitation) => $"""
        {Subject(invitation)}

        {invitation.InvitedBy} asks you to choose your password for EmailConsole,
        where the email of {invitation.TenantDomain} is managed. Open this address:

        {invitation.Link.AbsoluteUri}

        The link works once, until {When(invitation)}.
        Then sign in as {invitation.Username}

        Do not pass this message on: whoever has the link can choose the password.
        If you did not expect it, you can ignore it.

        """.ReplaceLineEndings("\r\n");
}
