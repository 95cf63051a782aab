using System.Globalization;
using System.Text.RegularExpressions;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Advice;

/// <summary>One reply as servers really give it, with what a person should be told of it.</summary>
/// <param name="Text">The reply as the test's table has it.</param>
/// <param name="Meanings">One of them must be named.</param>
internal sealed partial record Reply(DeliveryStage Stage, string Setup, string Text, string[] Meanings)
{
    public const string From = "no-reply@example.com";
    public const string Account = "codes@example.com";

    /// <param name="table">A table that is embedded in this assembly: stage, setup, reply, meanings.</param>
    public static IEnumerable<Reply> Read(string table)
    {
        using var stream = typeof(Reply).Assembly.GetManifestResourceStream($"EmailConsole.Tests.Delivery.Advice.{table}.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var cells = line.Split('\t');
                yield return new Reply(Enum.Parse<DeliveryStage>(cells[0]), cells[1], cells[2], cells[3].Split('|'));
            }
        }
    }

    /// <summary>As the sender would hand it to the advisor.</summary>
    public DeliveryFailureFacts Facts()
    {
        var code = int.Parse(Text[..3], CultureInfo.InvariantCulture);
        var enhanced = Enhanced().Match(Text[4..]) is { Success: true } match && match.Value[0] == Text[0] ? match.Value : null;
        var kind = Stage switch
        {
            DeliveryStage.Authenticate when code is 500 or 502 or 504 => DeliveryFailureKind.AuthenticationNotOffered,
            _ when code == 421 => DeliveryFailureKind.Refused,
            DeliveryStage.Authenticate => DeliveryFailureKind.AuthenticationRefused,
            DeliveryStage.Recipient => DeliveryFailureKind.RecipientRefused,
            DeliveryStage.Sender or DeliveryStage.Content when enhanced is "5.3.4" or "5.2.3" => DeliveryFailureKind.MessageTooLarge,
            _ => DeliveryFailureKind.Refused,
        };
        var detail = kind == DeliveryFailureKind.AuthenticationNotOffered ? "it lists AUTH PLAIN LOGIN, but does not take PLAIN" : null;
        return new DeliveryFailureFacts(kind, Stage, code, enhanced, Text, Settings(), detail);
    }

    private EmailProviderSettings Settings()
    {
        var settings = new EmailProviderSettings { Host = "mail.example.com", FromAddress = Account, Username = Account };
        foreach (var word in Setup.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            settings = word switch
            {
                "from" => settings with { FromAddress = From },
                "key" => settings with { FromAddress = From, Username = "apikey" },
                "none" => settings with { AuthenticationType = AuthenticationType.None, Username = null },
                "oauth" => settings with
                {
                    AuthenticationType = AuthenticationType.ClientCredential,
                    Username = null,
                    ClientId = "6731de76-14a6-49ae-97bc-6eba6914391e",
                    TokenEndpoint = "https://login.microsoftonline.com/foo.com/oauth2/v2.0/token",
                    Scopes = "https://outlook.office365.com/.default",
                },
                "clear" => settings with { Encryption = SmtpEncryption.None },
                "tls" => settings with { Encryption = SmtpEncryption.Tls, Port = 465 },
                _ when word.StartsWith("host=", StringComparison.Ordinal) => settings with { Host = word[5..] },
                _ when word.StartsWith("port=", StringComparison.Ordinal) => settings with { Port = int.Parse(word[5..], CultureInfo.InvariantCulture) },
                _ => throw new InvalidOperationException($"{word} is no setup."),
            };
        }

        return settings;
    }

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Enhanced();
}
