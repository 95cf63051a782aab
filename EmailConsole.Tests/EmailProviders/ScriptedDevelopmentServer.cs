using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders;

internal sealed class ScriptedDevelopmentServer : IDevelopmentServer
{
    public int? Port { get; set; }

    public string? FindAddress(EmailProviderSettings settings, string? queueId) =>
        queueId is not null && settings.Port == Port ? $"/development-mailbox?message={queueId}" : null;
}
