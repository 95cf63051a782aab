using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// Fills the templates of a row with the real values, once: what a value contains is never read as a placeholder.
/// <c>{'name}</c> is the value as a PowerShell literal.
/// </summary>
internal static partial class AdviceText
{
    private const int MaxQuote = 300;

    // PowerShell ends a single-quoted literal at any of these (about_Quoting_Rules); doubled they stand for themselves
    private const string PowerShellQuotes = "'\u2018\u2019\u201A\u201B";

    public static string Fill(string template, DeliveryFailureFacts facts) => Placeholder().Replace(template, match =>
    {
        var value = Value(match.Groups["name"].Value, facts);
        return match.Groups["quote"].Success ? Quote(value) : value;
    });

    private static string Value(string name, DeliveryFailureFacts facts) => name switch
    {
        "host" => facts.Settings.Host,
        "port" => facts.Settings.Port.ToString(CultureInfo.InvariantCulture),
        "from" => facts.Settings.FromAddress,
        "user" => User(facts.Settings),
        "client" => facts.Settings.ClientId ?? "",
        "scopes" => facts.Settings.Scopes ?? "",
        "endpoint" => Uri.TryCreate(facts.Settings.TokenEndpoint, UriKind.Absolute, out var endpoint) ? endpoint.Host : "the token endpoint",
        "stage" => Stage(facts),
        "detail" => facts.Detail is { Length: > 0 } detail ? $" ({Cut(detail.TrimEnd('.'))})" : "",
        "text" => facts.ServerText is { Length: > 0 } text ? $": {Cut(text)}" : ".",
        _ => throw new InvalidOperationException($"No value is named {name}."),
    };

    /// <summary>The mailbox that signs in: with a token that is the From Address.</summary>
    private static string User(EmailProviderSettings settings) =>
        settings.SignInName is { Length: > 0 } user ? user : settings.FromAddress;

    private static string Stage(DeliveryFailureFacts facts) => facts.Stage switch
    {
        DeliveryStage.Resolve or DeliveryStage.Connect or DeliveryStage.Greeting => "the connection",
        DeliveryStage.Encrypt => "the encryption",
        DeliveryStage.Token => "the token",
        DeliveryStage.Authenticate => "the sign-in",
        DeliveryStage.Sender => $"the sender {facts.Settings.FromAddress}",
        DeliveryStage.Recipient => "the recipient",
        _ => "the message",
    };

    private static string Quote(string value)
    {
        var literal = new StringBuilder("'");
        foreach (var c in value.Where(c => !char.IsControl(c)))
        {
            literal.Append(c);
            if (PowerShellQuotes.Contains(c, StringComparison.Ordinal))
            {
                literal.Append(c);
            }
        }

        return literal.Append('\'').ToString();
    }

    private static string Cut(string text) => text.Length <= MaxQuote ? text : text[..MaxQuote] + "…";

    [GeneratedRegex(@"\{(?<quote>')?(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
