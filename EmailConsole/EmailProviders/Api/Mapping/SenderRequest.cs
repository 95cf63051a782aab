using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>A sender as a request says it, its secrets apart.</summary>
/// <param name="Version">Of the API.</param>
/// <param name="Name">As sent; null where absent or not part of the request.</param>
/// <param name="Provider">As sent: <c>SMTP</c> or <c>HTTP</c>.</param>
/// <param name="Sender">Without secrets.</param>
/// <param name="Password">As <see cref="SentSecret"/> reads it.</param>
/// <param name="ClientSecret">As <see cref="SentSecret"/> reads it.</param>
internal sealed record SenderRequest(
    SenderVersion Version, string? Name, string? Provider, WrittenSender Sender, SecretInput Password, SecretInput ClientSecret)
{
    /// <summary>
    /// As the form would send it. What the API has no words for stays: the limits of the server and the preset, while the
    /// server is the same.
    /// </summary>
    public EmailProviderInput ToInput(EmailProviderSettings? stored)
    {
        var settings = SenderSettings.Read(Sender, Version);
        if (stored is not null && settings.Server == ProviderServer.Own && stored.Host == settings.Host)
        {
            settings = settings with
            {
                Preset = stored.Preset,
                MaxConnections = stored.MaxConnections,
                MessagesPerMinute = stored.MessagesPerMinute,
                MessagesPerConnection = stored.MessagesPerConnection,
            };
        }

        return new EmailProviderInput(settings, Password, ClientSecret, AcceptsClearTextCredentials: true) { Written = Sender };
    }

    public override string ToString() => $"{Version} {Name}";
}
