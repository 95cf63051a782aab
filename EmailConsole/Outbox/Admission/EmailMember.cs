using System.Text;

namespace EmailConsole.Outbox.Admission;

/// <summary>What a message that is sent in can say.</summary>
internal enum EmailMember
{
    Unknown = -1,
    To = 0,
    Cc = 1,
    Bcc = 2,
    ReplyTo = 3,
    Subject = 4,
    Text = 5,
    Html = 6,
    Attachments = 7,
    Headers = 8,
    Priority = 9,
    SendAt = 10,
    ExpiresAt = 11,
    TimeToLive = 12,
    Metadata = 13,
}

internal static class EmailMembers
{
    private static readonly string[] Names =
        ["to", "cc", "bcc", "replyTo", "subject", "text", "html", "attachments", "headers", "priority", "sendAt", "expiresAt", "timeToLive", "metadata"];

    private static readonly byte[][] Utf8Names = [.. Names.Select(Encoding.UTF8.GetBytes)];

    private static readonly string[] OfTheSender = ["from", "sender", "returnPath", "return-path", "envelopeFrom", "fromAddress"];

    private static readonly string NotKnown = $"There is no such member. Known are: {string.Join(", ", Names)}.";

    public static EmailMember Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < Utf8Names.Length; i++)
        {
            if (name.SequenceEqual(Utf8Names[i]))
            {
                return (EmailMember)i;
            }
        }

        return EmailMember.Unknown;
    }

    public static string NameOf(EmailMember member) => Names[(int)member];

    /// <summary>What is wrong with a name that <see cref="Find"/> does not know.</summary>
    public static string FaultOf(string unknown) => FaultOfSender(unknown) ?? NotKnown;

    /// <summary>What is wrong with a name that would say who sends; null: it would not.</summary>
    public static string? FaultOfSender(string name) => OfTheSender.Contains(name, StringComparer.OrdinalIgnoreCase)
        ? "A request cannot say who sends: it is the From Address of the tenant's email provider."
        : null;
}
