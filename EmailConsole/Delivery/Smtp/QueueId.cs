using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The name a server gave the message, out of its last reply. No RFC says where it stands; each product has its form.</summary>
internal static partial class QueueId
{
    private const int Timeout = 1000;

    /// <returns>Null where none of the known forms fits.</returns>
    public static string? Find(string reply)
    {
        foreach (var form in (Regex[])[QueuedAs(), Exchange(), Exim(), Gmail(), Sendmail(), Ses()])
        {
            if (form.Match(reply) is { Success: true } match)
            {
                return match.Groups["id"].Value;
            }
        }

        return null;
    }

    // Postfix: "2.0.0 Ok: queued as 4XyZ12abc"
    [GeneratedRegex(@"\bqueued as (?<id>[\w.-]{1,200})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex QueuedAs();

    // Exchange: "2.6.0 <message-id> [InternalId=123, Hostname=host] 8000 bytes in 0.1, 60 KB/sec Queued mail for delivery"
    [GeneratedRegex(@"\[InternalId=(?<id>\d{1,40})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Exchange();

    // Exim: "OK id=1rABCD-000000001Ab-2XyZ"
    [GeneratedRegex(@"\bOK id=(?<id>[\w-]{1,200})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Exim();

    // Gmail: "2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3.45 - gsmtp"
    [GeneratedRegex(@"\bOK\s{1,20}(?:\d{1,20}\s{1,20})?(?<id>[\w.-]{1,200}) - gsmtp", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Gmail();

    // Sendmail: "2.0.0 40GAbc12345678 Message accepted for delivery"
    [GeneratedRegex(@"(?<id>\w{8,40}) Message accepted for delivery", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Sendmail();

    // Amazon SES: "Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000"
    [GeneratedRegex(@"^250 Ok (?<id>[0-9a-f-]{20,200})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Ses();
}
