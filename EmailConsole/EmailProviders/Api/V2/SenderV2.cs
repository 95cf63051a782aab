using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.Rest.Reference;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>A sender as version 2 answers it.</summary>
/// <param name="Name">Always <c>EmailPublisher</c>.</param>
/// <param name="FromAddress">May hold a name.</param>
/// <param name="SmtpServerHost">The server.</param>
/// <param name="SmtpPort">Its port; absent where a script of version 1 left the usual one out.</param>
/// <param name="Provider">Always <c>SMTP</c>.</param>
/// <param name="AuthType">In the case it was sent.</param>
/// <param name="Properties">Without secrets.</param>
[NullsLeftOut]
internal sealed record SenderV2(
    string Name,
    string FromAddress,
    string? SmtpServerHost,
    int? SmtpPort,
    string Provider,
    string AuthType,
    IReadOnlyList<SenderProperty> Properties)
{
    public static SenderV2 From(EmailProviderSettings settings, WrittenSender? written)
    {
        var sender = SenderSettings.Write(settings, written, SenderVersion.V2);
        return new SenderV2(
            SenderName.System,
            sender.FromAddress ?? settings.FromAddress,
            sender.Host,
            sender.Port,
            "SMTP",
            sender.AuthType ?? SenderAuthentication.NameOf(settings.AuthenticationType),
            SenderProperty.ListOf(sender));
    }
}
