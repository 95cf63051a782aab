namespace EmailConsole.Sending.Loading;

/// <summary>The stop.</summary>
internal sealed partial class LaneKeeper
{
    private static readonly TimeSpan ForRecording = TimeSpan.FromSeconds(4);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channels.PauseAll();
        await base.StopAsync(cancellationToken);
        var drained = lanes.StopAllAsync();
        // Twice for what follows, once for the others that stop after this
        var patience = host.Value.ShutdownTimeout - (3 * ForRecording);
        if (!await EndsWithinAsync(drained, patience > TimeSpan.Zero ? patience : TimeSpan.Zero, cancellationToken))
        {
            LogBreaksOff();
            channels.CancelAll();
            await EndsWithinAsync(drained, ForRecording, cancellationToken);
        }

        if (!await EndsWithinAsync(recorder.FlushAsync(cancellationToken), ForRecording, cancellationToken))
        {
            LogNotRecorded();
        }
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, clock, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
