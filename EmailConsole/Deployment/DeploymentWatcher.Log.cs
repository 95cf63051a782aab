namespace EmailConsole.Deployment;

internal sealed partial class DeploymentWatcher
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at deployment.toml failed; it is tried again in half a second.")]
    private partial void LogFailed(Exception exception);
}
