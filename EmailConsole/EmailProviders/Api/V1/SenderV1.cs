using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.Rest.Reference;

namespace EmailConsole.EmailProviders.Api.V1;

/// <summary>A sender as version 1 answers it.</summary>
/// <param name="Name">Always <c>EmailPublisher</c>.</param>
/// <param name="FromAddress">May hold a name.</param>
/// <param name="SmtpServerHost">The server.</param>
/// <param name="SmtpPort">Its port; absent where a script left the usual one out.</param>
/// <param name="UserName">Absent where nobody signs in.</param>
/// <param name="Properties">Without secrets.</param>
[NullsLeftOut]
internal sealed record SenderV1(
    string Name, string FromAddress, string? SmtpServerHost, int? SmtpPort, string? UserName, IReadOnlyList<SenderProperty> Properties)
{
    public static SenderV1 From(EmailProviderSettings settings, WrittenSender? written)
    {
        var sender = SenderSettings.Write(settings, written, SenderVersion.V1);
        return new SenderV1(
            SenderName.System,
            sender.FromAddress ?? settings.FromAddress,
            sender.Host,
            sender.Port,
            sender[SenderKeys.Username],
            SenderProperty.ListOf(sender.With(SenderKeys.Username, null)));
    }
}
