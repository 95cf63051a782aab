using EmailConsole.Delivery;
using EmailConsole.Outbox;
using MimeKit;

namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>Messages to measure with.</summary>
internal static class LaneEmails
{
    private const string Line = "<p>Your code is <b>123456</b>. It is valid for five minutes.</p>\r\n";

    /// <param name="priority">Of the message.</param>
    /// <param name="size">Characters of both bodies together.</param>
    public static NewEmail New(EmailPriority priority, int size)
    {
        var to = new MailboxAddress(null, $"{Guid.NewGuid():N}@example.com");
        var html = string.Concat(Enumerable.Repeat(Line, (size * 4 / 5 / Line.Length) + 1));
        return new NewEmail(
            new OutgoingEmail([to], "Your code", new string('x', size / 5), html), [new NewRecipient(to.Address, RecipientKind.To)],
            priority, null, null, null, size, "example.com");
    }
}
