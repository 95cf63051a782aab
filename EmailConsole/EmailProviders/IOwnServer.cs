using System.Globalization;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>The console's own SMTP server, which takes mail into the outbox: what a provider hands to it comes back. A room below answers.</summary>
public interface IOwnServer
{
    /// <summary>Whether it is what listens there, as far as this can be told without asking the network.</summary>
    /// <param name="host">In its normal form.</param>
    /// <param name="port">Of the provider.</param>
    bool IsAt(string host, int port);

    /// <param name="opened">Told when it has begun to listen at a port.</param>
    IDisposable Subscribe(Action opened);
}

/// <summary>No provider may be this console itself: the next server would be told to send what it has just sent.</summary>
internal sealed class OwnServerRule(IEnumerable<IOwnServer> servers)
{
    /// <param name="settings">In their normal form.</param>
    /// <returns>Null: it is another server.</returns>
    public FieldError? FindFault(EmailProviderSettings settings) =>
        settings is { Kind: ProviderKinds.Smtp, Server: not ProviderServer.Platform, Host.Length: > 0 } && servers.Any(s => s.IsAt(settings.Host, settings.Port))
            ? new FieldError(
                nameof(EmailProviderSettings.Host),
                string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port} is this console's own SMTP port: its mail would come back to the console, which refuses it as a loop (554 5.4.6). "
                    + $"Enter the server that is to deliver the mail, such as smtp.example.com. Where another server answers there, enter a name or an address that is its alone."))
            : null;

    /// <inheritdoc cref="IOwnServer.Subscribe"/>
    public IReadOnlyList<IDisposable> Subscribe(Action opened) => [.. servers.Select(s => s.Subscribe(opened))];
}
