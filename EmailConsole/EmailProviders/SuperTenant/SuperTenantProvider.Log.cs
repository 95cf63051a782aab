namespace EmailConsole.EmailProviders.SuperTenant;

internal sealed partial class SuperTenantProvider
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Place}: {Problem}")]
    private partial void LogError(string place, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Place}: {Problem}")]
    private partial void LogWarning(string place, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The super tenant's provider stays as it was read at {Since:u}, until the errors above are mended.")]
    private partial void LogKept(DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Error, Message = "The super tenant's standby {Name} (line {Line}) is left out until the errors above are mended.")]
    private partial void LogLeftOut(string name, int line);

    [LoggerMessage(Level = LogLevel.Error, Message = "The super tenant has no first provider until the errors above are mended.")]
    private partial void LogNone();

    [LoggerMessage(Level = LogLevel.Error, Message = "The super tenant's provider could not be read because of a fault in EmailConsole.")]
    private partial void LogReadFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of EmailConsole failed to take over the super tenant's changed provider.")]
    private partial void LogSubscriberFailed(Exception exception);
}
