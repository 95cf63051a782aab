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
            settings = settings.Take(stored, field => field.Key is null);
        }

        return new EmailProviderInput(settings, Password, ClientSecret, AcceptsClearTextCredentials: true) { Written = Sender };
    }

    public override string ToString() => $"{Version} {Name}";
}

/// <summary>The body of a POST or PUT.</summary>
internal interface ISenderBody
{
    /// <summary>One sentence for each member that must be there and is not, where the version checks that by itself.</summary>
    IEnumerable<string> MissingMembers();

    SenderRequest ToRequest();
}

/// <summary>The version of the Notification Senders API that a request speaks.</summary>
internal enum SenderVersion
{
    /// <summary>User name in a field, no authentication type.</summary>
    V1 = 1,

    /// <summary>Credentials among the properties, with an authentication type.</summary>
    V2 = 2,
}
