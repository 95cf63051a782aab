using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.TestEmail.Message;

/// <summary>The test email: subject, text and HTML.</summary>
internal static class TestEmailMessage
{
    public static OutgoingEmail Create(TestEmailFacts facts, IReadOnlyList<MailboxAddress> recipients) =>
        new(recipients, facts.Subject, Text(facts), TestEmailHtml.Render(facts));

    private static string Text(TestEmailFacts facts)
    {
        var rows = string.Join("\r\n", facts.Rows().Select(row => $"  {row.Label + ":",-21}{row.Value}"));
        return $"""
            {facts.Subject}

            This is a test. {facts.Actor.Username} asked EmailConsole to send it.
            It arrived: mail of {facts.Tenant.Domain} {facts.Promise}.

            {rows}

            If you did not expect this message, you can ignore it.

            """.ReplaceLineEndings("\r\n");
    }
}
