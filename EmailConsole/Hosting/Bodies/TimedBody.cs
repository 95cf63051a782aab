using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace EmailConsole.Hosting.Bodies;

/// <summary>
/// The body of a request, bounded in the time that it may take. What has arrived passes through; only where a read must wait, a
/// clock runs. Kestrel's own least rate is an average since the first byte, which 40 MB sent at once and then nothing satisfy for
/// two days, so each ten seconds of waiting are looked at by themselves.
/// </summary>
/// <param name="inner">The server's reader.</param>
/// <param name="options">The limits.</param>
/// <param name="clock">The time.</param>
internal sealed class TimedBody(PipeReader inner, BodyOptions options, TimeProvider clock) : PipeReader, IRequestBodyPipeFeature, IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private ReadOnlySequence<byte> _last;
    private ITimer? _timer;
    private bool _isWaiting;
    private long _since;
    private long _consumed;
    private long _arrived;
    private long _arrivedBefore;
    private TimeSpan _waited;
    private TimeSpan _waitedInWindow;
    private volatile bool _isLate;

    /// <summary>Whether its time is over: every read fails with 408 then.</summary>
    public bool IsLate => _isLate;

    public PipeReader Reader => this;

    /// <exception cref="BadHttpRequestException">408: its time is over.</exception>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfLate();
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Take(read.Result)) : WaitAsync(read);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public override bool TryRead(out ReadResult result)
    {
        ThrowIfLate();
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Take(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        Consume(consumed);
        inner.AdvanceTo(consumed);
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Consume(consumed);
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public void Dispose()
    {
        lock (_lock)
        {
            _isWaiting = false;
            _timer?.Dispose();
        }
    }

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read)
    {
        BeginWaiting();
        ReadResult result;
        try
        {
            result = await read;
        }
        finally
        {
            EndWaiting();
        }

        return Take(result);
    }

    private ReadResult Take(ReadResult result)
    {
        if (result.IsCanceled && _isLate)
        {
            // So that the server can read on: it looks for the end of the request. What was looked at before stays looked at
            inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            ThrowIfLate();
        }

        _last = result.Buffer;
        _arrived = _consumed + result.Buffer.Length;
        return result;
    }

    private void Consume(SequencePosition consumed)
    {
        _consumed += _last.Slice(_last.Start, consumed).Length;
        _last = default;
    }

    private void BeginWaiting()
    {
        lock (_lock)
        {
            _isWaiting = true;
            _since = clock.GetTimestamp();
            Arm();
        }
    }

    private void EndWaiting()
    {
        lock (_lock)
        {
            CountTime();
            _isWaiting = false;
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            CountTime();
            if (_waitedInWindow >= Window && _arrived - _arrivedBefore >= options.BodyRate * Window.TotalSeconds)
            {
                (_waitedInWindow, _arrivedBefore) = (TimeSpan.Zero, _arrived);
            }

            if (_waited < options.BodyTime && _waitedInWindow < Window)
            {
                Arm();
                return;
            }

            _isLate = true;
        }

        inner.CancelPendingRead();
    }

    private void CountTime()
    {
        var now = clock.GetTimestamp();
        var elapsed = clock.GetElapsedTime(_since, now);
        _since = now;
        _waited += elapsed;
        _waitedInWindow += elapsed;
    }

    private void Arm()
    {
        var left = options.BodyTime - _waited;
        var leftInWindow = Window - _waitedInWindow;
        var due = left < leftInWindow ? left : leftInWindow;

        // A timer may run a little early: it looks at the clock then, and is set again
        due = due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1);
        _timer ??= clock.CreateTimer(static body => ((TimedBody)body!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void ThrowIfLate()
    {
        if (_isLate)
        {
            throw new BadHttpRequestException("The body took too long to arrive.", StatusCodes.Status408RequestTimeout);
        }
    }
}
