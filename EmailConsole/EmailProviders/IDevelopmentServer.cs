namespace EmailConsole.EmailProviders;

/// <summary>A mail server of the console's own, for trying out: it keeps what it takes.</summary>
public interface IDevelopmentServer
{
    /// <summary>Where it listens on this machine; null: it does not.</summary>
    int? Port { get; }

    /// <param name="settings">With which the message was sent.</param>
    /// <param name="queueId">What the server called the message.</param>
    /// <returns>The page that shows the message; null: it is not there.</returns>
    string? FindAddress(EmailProviderSettings settings, string? queueId);
}
