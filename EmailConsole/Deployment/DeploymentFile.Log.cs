namespace EmailConsole.Deployment;

internal sealed partial class DeploymentFile
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Path} again: it, or a secret or configuration key it refers to, has changed.")]
    private partial void LogRead(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "deployment.toml could not be read because of a fault in EmailConsole; what was in force before it stays.")]
    private partial void LogReadFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of EmailConsole failed to take over the changed deployment.toml.")]
    private partial void LogSubscriberFailed(Exception exception);
}
