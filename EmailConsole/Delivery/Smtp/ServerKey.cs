using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// A server, and whose account there: what a server counts is the account, and what hangs at a former server takes no place
/// from the next one.
/// </summary>
/// <param name="Provider">Whose account.</param>
/// <param name="Host">In lower case.</param>
/// <param name="Port">Of the server.</param>
internal readonly record struct ServerKey(ProviderId Provider, string Host, int Port)
{
    /// <summary>The server whoever talks to it.</summary>
    public ServerKey ForEveryone => this with { Provider = default };

    public static ServerKey Of(ProviderInForce provider) =>
        new(provider.Id, provider.Settings.Host.ToLowerInvariant(), provider.Settings.Port);
}
