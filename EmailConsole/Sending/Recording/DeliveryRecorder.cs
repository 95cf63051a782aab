using EmailConsole.Outbox;
using Microsoft.Extensions.Options;

namespace EmailConsole.Sending.Recording;

/// <summary>
/// Hands the results of attempts to the store at once, all that have gathered while the last were written. What cannot be
/// written is kept and written later, and until then nothing more is sent: after a kill may go twice what was with servers
/// at that moment, and the results that were not written, which are bounded. Thread-safe. Calls nobody while holding its lock.
/// </summary>
internal sealed partial class DeliveryRecorder(
    IOutboxStore outbox, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<DeliveryRecorder> logger) : IDeliveryRecorder, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _givenUp = new();
    private List<(DeliveryReport Report, ISendingLane Source)> _waiting = [];
    private bool _isWriting;
    private long _added;
    private long _recorded;
    private TaskCompletionSource? _room;

    public bool IsStuck { get; private set; }

    public void Add(DeliveryReport report, ISendingLane lane)
    {
        lock (_gate)
        {
            _added++;
            _waiting.Add((report, lane));
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteAsync);
            }
        }
    }

    public async ValueTask RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (!IsStuck && _added - _recorded < options.Value.UnrecordedResults)
                {
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends when everything handed in so far is recorded.</summary>
    /// <exception cref="OperationCanceledException">It is waited for no longer, or the recorder gives up.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givenUp.Token);
        long? upTo = null;
        while (true)
        {
            Task recorded;
            lock (_gate)
            {
                // They are recorded in their order: what comes meanwhile is not waited for
                if (_recorded >= (upTo ??= _added))
                {
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                recorded = _room.Task;
            }

            await recorded.WaitAsync(end.Token);
        }
    }

    /// <summary>Gives up what could not be recorded: it is sent again after the next start.</summary>
    public void Dispose() => _givenUp.Cancel();

    private async Task WriteAsync()
    {
        while (true)
        {
            List<(DeliveryReport Report, ISendingLane Source)> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (batch, _waiting) = (_waiting, []);
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<(DeliveryReport Report, ISendingLane Source)> batch)
    {
        var pause = FirstPause;
        while (true)
        {
            IReadOnlyList<RecordedEmail> recorded;
            try
            {
                recorded = await outbox.RecordAsync([.. batch.Select(a => a.Report)]);
            }
            catch (OutboxUnavailableException e)
            {
                Stuck(e.Message);
                await Task.Delay(pause, clock, _givenUp.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }
            catch (Exception e)
            {
                // The store answers: others may be recorded
                Recovered();
                if (batch.Count > 1)
                {
                    // One of them cannot be written; the others must not suffer for it
                    foreach (var attempt in batch)
                    {
                        await WriteAsync([attempt]);
                    }

                    return;
                }

                var (lost, lane) = batch[0];
                LogLost(lost.Email.Id, e);
                lane.CannotRecord(lost.Email.Id);
                Ended(1);
                return;
            }

            Recovered();
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Source.Recorded(recorded[i]);
            }

            Ended(batch.Count);

            return;
        }
    }

    private void Ended(int results)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _recorded += results;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }

    private void Stuck(string reason)
    {
        if (!IsStuck)
        {
            IsStuck = true;
            LogUnavailable(reason);
        }
    }

    private void Recovered()
    {
        if (IsStuck)
        {
            IsStuck = false;
            LogRecovered();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message =
        "What was delivered cannot be recorded: {Reason} Nothing more is sent until it can. Free the disk, or see who holds the database.")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deliveries are recorded again.")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "The result of message {Id} cannot be recorded. It is not sent again before the next start.")]
    private partial void LogLost(Guid id, Exception exception);
}
