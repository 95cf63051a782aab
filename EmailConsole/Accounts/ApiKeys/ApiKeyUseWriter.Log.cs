namespace EmailConsole.Accounts.ApiKeys;

internal sealed partial class ApiKeyUseWriter
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of API keys could not be written; tried again in ten seconds.")]
    private partial void LogFailed(Exception exception);
}
