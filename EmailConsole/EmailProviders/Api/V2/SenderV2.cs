using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.Rest.Reference;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>A sender as version 2 answers it.</summary>
/// <param name="Name">Always <c>EmailPublisher</c>.</param>
/// <param name="FromAddress">May hold a name; absent where a provider other than SMTP needs none and has none.</param>
/// <param name="SmtpServerHost">The server; SMTP alone.</param>
/// <param name="SmtpPort">Its port; absent where a script of version 1 left the usual one out.</param>
/// <param name="Provider"><c>SMTP</c>, <c>HTTP</c>, or the name of another kind.</param>
/// <param name="ProviderUrl"><c>HTTP</c> alone.</param>
/// <param name="AuthType">In the case it was sent; absent where the kind has but one way to sign in.</param>
/// <param name="Properties">Without secrets.</param>
[NullsLeftOut]
internal sealed record SenderV2(
    string Name,
    string? FromAddress,
    string? SmtpServerHost,
    int? SmtpPort,
    string Provider,
    [property: JsonPropertyName(SenderKeys.ProviderUrl)] string? ProviderUrl,
    string? AuthType,
    IReadOnlyList<SenderProperty> Properties)
{
    public static SenderV2 From(EmailProviderSettings settings, WrittenSender? written) =>
        From(SenderSettings.Write(settings, written, SenderVersion.V2), settings);

    /// <param name="sender">As <see cref="SenderSettings.Write"/> says it.</param>
    /// <param name="settings">Of the same.</param>
    public static SenderV2 From(WrittenSender sender, EmailProviderSettings settings) => new(
        SenderName.System,
        sender.FromAddress ?? (settings.FromAddress.Length > 0 ? settings.FromAddress : null),
        sender.Host,
        sender.Port,
        sender.Provider ?? SenderKind.Smtp,
        sender.ProviderUrl,
        sender.AuthType ?? (sender.Provider is null ? SenderAuthentication.NameOf(settings.AuthenticationType) : null),
        SenderProperty.ListOf(sender));
}
