namespace EmailConsole.Tests.Servers;

/// <summary>The account that the mail servers know.</summary>
public static class MailAccount
{
    /// <summary>Signs in with it, and owns it as a sender.</summary>
    public const string Address = "codes@sender.test";

    /// <summary>With a blank, a quote and letters beyond ASCII, which must survive SASL.</summary>
    public const string Password = "pa55 w\u00F6rd'!";

    /// <summary>Recipients at this domain have mailboxes; only <see cref="UnknownRecipient"/> has none.</summary>
    public const string Domain = "mailbox.test";

    public const string UnknownRecipient = $"unknown@{Domain}";
}
