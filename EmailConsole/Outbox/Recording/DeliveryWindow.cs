using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Recording;

/// <summary>
/// Bounds what may be delivered but is not recorded yet: that much may go twice after a kill. A message takes a place when
/// its connection is ready and before its first command goes out, and keeps it until its result is on the disk. A server
/// that takes longer than a second lends the place to the others, so that hung servers do not hold the window; what then
/// ends counts again. One-time codes are served first, but every eighth place goes to the others where they wait.
/// </summary>
internal sealed class DeliveryWindow(IOptions<OutboxOptions> options, TimeProvider clock) : IDisposable
{
    private const int FirstInARow = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly HashSet<WindowPlace> _sending = [];
    private readonly Queue<WindowWaiter> _first = new();
    private readonly Queue<WindowWaiter> _others = new();
    private ITimer? _timer;
    private int _taken;
    private int _inARow;
    private bool _isShut;

    /// <summary>Places taken: sends under way and results that are not recorded.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <param name="isFirst">Goes before the others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<WindowPlace> TakeAsync(bool isFirst, CancellationToken cancellationToken)
    {
        WindowWaiter waiter;
        lock (_gate)
        {
            if (!_isShut && _taken < options.Value.UnrecordedWindow && _first.Count + _others.Count == 0)
            {
                return Take();
            }

            waiter = new WindowWaiter();
            (isFirst ? _first : _others).Enqueue(waiter);
        }

        await using (cancellationToken.UnsafeRegister(static (w, token) => ((WindowWaiter)w!).GiveUp(token), waiter))
        {
            return await waiter.Served;
        }
    }

    /// <summary>The sending has ended: from now on the place cannot be lent.</summary>
    public void Sent(WindowPlace place)
    {
        lock (_gate)
        {
            place.IsSent = true;
            _sending.Remove(place);
            if (place.IsLent)
            {
                place.IsLent = false;
                _taken++;
            }
        }
    }

    /// <summary>It is recorded.</summary>
    public void Return(WindowPlace place)
    {
        lock (_gate)
        {
            _sending.Remove(place);
            if (!place.IsLent)
            {
                _taken--;
            }

            Serve();
        }
    }

    /// <summary>Lets nothing more go out: what has gone out cannot be recorded.</summary>
    public void Shut()
    {
        lock (_gate)
        {
            _isShut = true;
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _isShut = false;
            Serve();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private WindowPlace Take()
    {
        var place = new WindowPlace(clock.GetTimestamp());
        _taken++;
        _sending.Add(place);
        _timer ??= clock.CreateTimer(_ => Lend(), null, Look, Look);
        return place;
    }

    private void Serve()
    {
        while (!_isShut && _taken < options.Value.UnrecordedWindow && Next() is { } waiter)
        {
            var place = Take();
            if (!waiter.TryServe(place))
            {
                _taken--;
                _sending.Remove(place);
            }
        }
    }

    private WindowWaiter? Next()
    {
        var isFirst = _first.Count > 0 && (_others.Count == 0 || _inARow < FirstInARow);
        _inARow = isFirst ? _inARow + 1 : 0;
        return (isFirst ? _first : _others).TryDequeue(out var waiter) ? waiter : null;
    }

    private void Lend()
    {
        lock (_gate)
        {
            foreach (var place in _sending.Where(p => !p.IsLent && clock.GetElapsedTime(p.TakenAt) >= Patience))
            {
                place.IsLent = true;
                _taken--;
            }

            Serve();
            if (_sending.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }
}
