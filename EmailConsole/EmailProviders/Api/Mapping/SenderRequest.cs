using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>A sender as a request says it, its secrets apart.</summary>
/// <param name="Version">Of the API.</param>
/// <param name="Name">As sent; null where absent or not part of the request.</param>
/// <param name="Sender">Without secrets.</param>
/// <param name="Secrets">Those that were sent.</param>
internal sealed record SenderRequest(SenderVersion Version, string? Name, WrittenSender Sender, SentSecrets Secrets)
{
    /// <summary>
    /// As the form would send it. What the API has no words for stays: the limits of the server and the preset, while the
    /// server is the same.
    /// </summary>
    public EmailProviderInput ToInput(EmailProviderSettings? stored)
    {
        var settings = SenderSettings.Read(Sender, Version);
        if (stored is not null && IsSameServer(stored, settings))
        {
            settings = settings.Take(stored, field => field.Key is null);
        }

        return SenderKind.Of(Sender) is { } kind
            ? OfKind(kind, new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep) { Written = Sender })
            : new EmailProviderInput(settings, Secrets.Of(SenderKeys.Password), Secrets.Of(SenderKeys.ClientSecret), AcceptsClearTextCredentials: true) { Written = Sender };
    }

    public override string ToString() => $"{Version} {Name}";

    private static bool IsSameServer(EmailProviderSettings stored, EmailProviderSettings settings) =>
        settings.Server == ProviderServer.Own && stored.Kind == settings.Kind && stored.Host == settings.Host
        && ProviderKinds.Find(settings.Kind)?.Fields.FirstOrDefault(f => f.Key == SenderKeys.ProviderUrl) is var url && url?.Read(stored) == url?.Read(settings);

    private EmailProviderInput OfKind(IProviderKind kind, EmailProviderInput input) => kind.Secrets.Aggregate(input, (all, secret) => Secrets.Of(secret.Key) switch
    {
        SecretInput.Replaced { Value.Length: > 0 } given => all with { Secrets = all.Secrets.With(secret.Name, given.Value) },
        SecretInput.Replaced => all with { Removed = [.. all.Removed, secret.Name] },
        _ => all,
    });
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
