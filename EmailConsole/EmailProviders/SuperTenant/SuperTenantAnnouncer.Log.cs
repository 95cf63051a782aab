namespace EmailConsole.EmailProviders.SuperTenant;

internal sealed partial class SuperTenantAnnouncer
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A part of EmailConsole failed to take over the super tenant's changed provider.")]
    private partial void LogListenerFailed(Exception exception);
}
