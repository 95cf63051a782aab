namespace EmailConsole.EmailProviders;

/// <summary>A mail server of the console's own, for trying out: it keeps what it takes.</summary>
public interface IDevelopmentServer
{
    /// <summary>Where it listens on this machine; null: it does not.</summary>
    int? Port { get; }

    /// <summary>Whether a host is this machine, by one of the names that stand in forms.</summary>
    static bool IsOwnMachine(string host) => host.Trim().ToLowerInvariant() is "localhost" or "127.0.0.1" or "::1" or "[::1]";

    /// <summary>Whether these settings lead to it: another port of this machine is another server.</summary>
    bool IsServerOf(EmailProviderSettings settings) => settings.Port == Port && IsOwnMachine(settings.Host);

    /// <param name="settings">With which the message was sent.</param>
    /// <param name="queueId">What the server called the message.</param>
    /// <returns>The page that shows the message; null: it is not there.</returns>
    string? FindAddress(EmailProviderSettings settings, string? queueId);
}
