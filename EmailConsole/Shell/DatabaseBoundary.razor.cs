using System.Runtime.ExceptionServices;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Shell;

/// <summary>Shows the page, and where the database fails it says so until it is back. Whatever else fails is none of its business.</summary>
public sealed partial class DatabaseBoundary : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private ITimer? _again;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<DatabaseBoundary> Logger { get; set; } = default!;

    public void Dispose() => _again?.Dispose();

    protected override Task OnErrorAsync(Exception exception)
    {
        if (!DatabaseFaults.IsCauseOf(exception))
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        LogFailed(Logger, exception);
        _again?.Dispose();
        _again = Time.CreateTimer(_ => _ = InvokeAsync(Recover), null, Pause, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database failed a page, which says so and tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
