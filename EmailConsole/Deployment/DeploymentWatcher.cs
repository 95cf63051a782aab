namespace EmailConsole.Deployment;

/// <summary>
/// Looks at the file four times a second. Notifications of the file system would be sooner, but not for links whose target is
/// replaced, not on every mount, and they use up handles that machines have few of; a look at a small file costs less
/// than a tenth of a millisecond, and a change is in force after half a second.
/// </summary>
internal sealed partial class DeploymentWatcher(DeploymentFile file, TimeProvider time, ILogger<DeploymentWatcher> logger)
    : BackgroundService
{
    /// <summary>Three looks (see <see cref="DeploymentFile.Poll"/>) are within the second promised.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                file.Poll();
            }
            catch (Exception e)
            {
                // What can be wrong with a file is a diagnostic; anything else must not end the watching, nor the server
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at deployment.toml failed; it is tried again at once.")]
    private partial void LogFailed(Exception exception);
}
