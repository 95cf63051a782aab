namespace EmailConsole.Outbox.Lanes.Loading;

internal sealed partial class TenantLoading
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "deployment.toml, line {Line}, {Key}: {Problem}")]
    private partial void LogProblem(int line, string key, string problem);
}
