using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Replies;

/// <summary>The name a server gave the message, out of its last reply. No RFC says where it stands; each product has its form.</summary>
internal static class QueueId
{
    // The message is with the server: whatever it says, the search ends, and in time that grows no faster than the reply
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex[] Forms =
    [
        // Postfix: "2.0.0 Ok: queued as 4XyZ12abc"
        new(@"\bqueued as (?<id>[\w.-]{1,200})", Options | RegexOptions.IgnoreCase),

        // Exchange: "2.6.0 <message-id> [InternalId=123, Hostname=host] 8000 bytes in 0.1, 60 KB/sec Queued mail for delivery"
        new(@"\[InternalId=(?<id>\d{1,40})", Options),

        // Exim: "OK id=1rABCD-000000001Ab-2XyZ"
        new(@"\bOK id=(?<id>[\w-]{1,200})", Options | RegexOptions.IgnoreCase),

        // Gmail: "2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3.45 - gsmtp"
        new(@"\bOK\s+(\d+\s+)?(?<id>[\w.-]{1,200}) - gsmtp", Options),

        // Sendmail: "2.0.0 40GAbc12345678 Message accepted for delivery"
        new(@"(?<id>\w{8,40}) Message accepted for delivery", Options),

        // Amazon SES: "Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000"
        new(@"^250 Ok (?<id>[0-9a-f-]{20,200})$", Options),
    ];

    /// <param name="reply">As it is shown, secrets taken out.</param>
    /// <returns>Null where none of the known forms fits, or a part of the name was taken out.</returns>
    public static string? Find(string reply)
    {
        foreach (var form in Forms)
        {
            if (form.Match(reply) is { Success: true } match)
            {
                var id = match.Groups["id"];
                return IsStarred(reply, id.Index - 1) || IsStarred(reply, id.Index + id.Length) ? null : id.Value;
            }
        }

        return null;
    }

    private static bool IsStarred(string reply, int at) => at >= 0 && at < reply.Length && reply[at] == '*';
}
