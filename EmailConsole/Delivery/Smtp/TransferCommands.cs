using System.Globalization;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The commands of one message.</summary>
internal static class TransferCommands
{
    public static string Mail(BuiltMessage message, SmtpCapabilities capabilities)
    {
        var size = capabilities.Size ? string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Size}") : "";
        var utf8 = message.NeedsSmtpUtf8 ? " SMTPUTF8" : "";

        // RFC 6531 section 3.6: headers in UTF-8 are 8-bit data
        var body = (message.NeedsEightBit || message.NeedsSmtpUtf8) && capabilities.EightBitMime ? " BODY=8BITMIME" : "";
        return $"MAIL FROM:<{message.Sender}>{size}{body}{utf8}";
    }

    public static string Rcpt(string recipient) => $"RCPT TO:<{recipient}>";

    public static string Bdat(BuiltMessage message) => string.Create(CultureInfo.InvariantCulture, $"BDAT {message.Size} LAST");

    /// <summary>The first group.</summary>
    public static IReadOnlyList<string> First(TransferPlan plan, BuiltMessage message, SmtpCapabilities capabilities)
    {
        var mail = Mail(message, capabilities);
        if (plan == TransferPlan.OneByOne)
        {
            return [mail];
        }

        List<string> commands = [mail, .. message.Recipients.Select(Rcpt)];
        switch (plan)
        {
            case TransferPlan.PipelinedData:
                commands.Add("DATA");
                break;
            case TransferPlan.OneGroup:
                commands.Add(Bdat(message));
                break;
        }

        return commands;
    }
}
