using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Recording;

/// <summary>
/// Bounds what may be delivered but is not recorded yet: that much may go twice after a kill. A message takes a place when
/// its connection is ready and before its first command goes out, and keeps it until its result is on the disk. A server
/// that takes longer than a second lends the place to the others, and what is handed to it meanwhile takes none, so that hung
/// servers do not hold the window; what then ends counts again. A quarter of the places is for one-time codes alone, however
/// many servers begin to hang at once.
/// </summary>
internal sealed class DeliveryWindow(IOptions<OutboxOptions> options, TimeProvider clock) : IDisposable
{
    // One of so many places is for codes alone
    private const int PartForFirst = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly HashSet<WindowPlace> _sending = [];
    private readonly WindowQueues _queues = new();
    private readonly Dictionary<Guid, int> _lent = [];
    private ITimer? _timer;
    private int _taken;
    private int _takenByOthers;
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

    private bool HasRoom => !_isShut && _taken < options.Value.UnrecordedWindow;

    private bool HasRoomForOthers => HasRoom && _takenByOthers < options.Value.UnrecordedWindow - (options.Value.UnrecordedWindow / PartForFirst);

    /// <param name="channel">Whose server it goes to: the owner of the provider.</param>
    /// <param name="isFirst">Goes before the others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<WindowPlace> TakeAsync(Guid channel, bool isFirst, CancellationToken cancellationToken)
    {
        WindowWaiter waiter;
        lock (_gate)
        {
            // Those who wait where there is room for them have been served
            if ((isFirst ? HasRoom : HasRoomForOthers) && !_queues.IsAnyWaiting(isFirst))
            {
                return Take(channel, isFirst);
            }

            if (!_isShut && _lent.ContainsKey(channel))
            {
                return TakeOnLoan(channel, isFirst);
            }

            waiter = new WindowWaiter(channel, isFirst);
            _queues.Add(waiter);
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
            _sending.Remove(place);
            if (place.IsLent)
            {
                EndLoan(place);
                Count(place, 1);
            }
        }
    }

    /// <summary>It is recorded.</summary>
    public void Return(WindowPlace place)
    {
        lock (_gate)
        {
            _sending.Remove(place);
            if (place.IsLent)
            {
                EndLoan(place);
            }
            else
            {
                Count(place, -1);
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

    private WindowPlace Take(Guid channel, bool isFirst)
    {
        var place = Begin(channel, isFirst);
        Count(place, 1);
        return place;
    }

    /// <summary>Its server is known not to answer: the others need not wait a second to learn that again.</summary>
    private WindowPlace TakeOnLoan(Guid channel, bool isFirst)
    {
        var place = Begin(channel, isFirst);
        BeginLoan(place);
        return place;
    }

    private WindowPlace Begin(Guid channel, bool isFirst)
    {
        var place = new WindowPlace(channel, isFirst, clock.GetTimestamp());
        _sending.Add(place);
        _timer ??= clock.CreateTimer(_ => Lend(), null, Look, Look);
        return place;
    }

    private void Count(WindowPlace place, int change)
    {
        _taken += change;
        _takenByOthers += place.IsFirst ? 0 : change;
    }

    private void BeginLoan(WindowPlace place)
    {
        place.IsLent = true;
        _lent[place.Channel] = _lent.GetValueOrDefault(place.Channel) + 1;
    }

    private void EndLoan(WindowPlace place)
    {
        place.IsLent = false;
        if (--_lent[place.Channel] == 0)
        {
            _lent.Remove(place.Channel);
        }
    }

    private void Serve()
    {
        while (_queues.TryTake(HasRoom, HasRoomForOthers, out var waiter))
        {
            var place = Take(waiter.Channel, waiter.IsFirst);
            if (!waiter.TryServe(place))
            {
                Count(place, -1);
                _sending.Remove(place);
            }
        }
    }

    private void Lend()
    {
        lock (_gate)
        {
            foreach (var place in _sending.Where(p => !p.IsLent && clock.GetElapsedTime(p.TakenAt) >= Patience))
            {
                BeginLoan(place);
                Count(place, -1);
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
