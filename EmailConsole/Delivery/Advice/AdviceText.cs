using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// Fills the templates of a row with the real values, once: what a value contains is never read as a placeholder.
/// <c>{'name}</c> is the value as a PowerShell literal, <c>{ask:name}</c> the words of an <see cref="Ask"/>.
/// </summary>
internal static partial class AdviceText
{
    private const int MaxQuote = 300;

    // PowerShell ends a single-quoted literal at any of these (about_Quoting_Rules); doubled they stand for themselves
    private const string PowerShellQuotes = "'\u2018\u2019\u201A\u201B";

    // What can be tried where a port is the trouble, with the encryption that belongs to it
    private static readonly (int Port, SmtpEncryption Encryption, string Name)[] UsualPorts =
        [(587, SmtpEncryption.StartTlsRequired, "STARTTLS required"), (465, SmtpEncryption.Tls, "TLS"), (2525, SmtpEncryption.StartTlsRequired, "STARTTLS required")];

    public static string Fill(string template, DeliveryFailureFacts facts) => Placeholder().Replace(template, match =>
    {
        var name = match.Groups["name"].Value;
        if (match.Groups["ask"].Success)
        {
            var words = Fill(Ask.All[name].Words, facts);
            return match.Index == 0 || template.AsSpan(0, match.Index).EndsWith(". ") ? char.ToUpperInvariant(words[0]) + words[1..] : words;
        }

        var value = Value(name, facts);
        return match.Groups["quote"].Success ? Quote(value) : value;
    });

    /// <returns>The names of the <see cref="Ask"/>s within.</returns>
    public static IEnumerable<string> Asks(string template) =>
        Placeholder().Matches(template).Where(m => m.Groups["ask"].Success).Select(m => m.Groups["name"].Value);

    /// <summary>Whether it asks for what is set already.</summary>
    public static bool AsksInVain(string? template, DeliveryFailureFacts facts) =>
        template?.Contains("{ask:", StringComparison.Ordinal) == true && Asks(template).Any(name => Ask.All[name].IsMet(facts));

    public static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";

    private static string Value(string name, DeliveryFailureFacts facts) => name switch
    {
        "host" => facts.Settings.Host,
        "port" => facts.Settings.Port.ToString(CultureInfo.InvariantCulture),
        "mailbox" => facts.MailboxPort?.ToString(CultureInfo.InvariantCulture) ?? "",
        "from" => facts.Settings.FromAddress,
        "user" => User(facts.Settings),
        "encryption" => facts.Settings.Port is 465 or 2465 ? "TLS" : "STARTTLS required",
        "ports" => Ports(facts.Settings),
        "fewer" => facts.Settings.MaxConnections is { } most ? $"fewer than {most.ToString(CultureInfo.InvariantCulture)}" : "a lower number",
        "sendas" => facts.OtherAccount is { } account ? $"{account} send as {facts.Settings.FromAddress}" : $"this account send as {facts.Settings.FromAddress}",
        "client" => facts.Settings.ClientId ?? "",
        "scopes" => facts.Settings.Scopes ?? "",
        "endpoint" => Uri.TryCreate(facts.Settings.TokenEndpoint, UriKind.Absolute, out var endpoint) ? endpoint.Host : "the token endpoint",
        "stage" => Stage(facts),
        "detail" => facts.Detail is { Length: > 0 } detail ? $" ({Cut(detail.TrimEnd('.'))})" : "",
        "text" => facts.ServerText is { Length: > 0 } text ? $": {Cut(text)}" : ".",
        _ => throw new InvalidOperationException($"No value is named {name}."),
    };

    private static string Ports(EmailProviderSettings settings) => string.Join(" or ", UsualPorts
        .Where(usual => usual.Port != settings.Port)
        .Select(usual => $"port {usual.Port.ToString(CultureInfo.InvariantCulture)}" + (usual.Encryption == settings.Encryption ? "" : $" with {usual.Name}")));

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
        DeliveryStage.Request or DeliveryStage.Answer => "the request",
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

    [GeneratedRegex(@"\{(?<quote>')?(?<ask>ask:)?(?<name>[a-z0-9]{1,40})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
