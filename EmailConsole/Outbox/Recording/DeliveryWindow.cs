using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Recording;

/// <summary>
/// Bounds what may be delivered but is not recorded yet: that much may go twice after a kill. A message takes a place when
/// its connection is ready and before its first command goes out, and keeps it until its result is on the disk. A server
/// that takes longer than a second lends the place to the others, and while it says nothing at all what is handed to it takes
/// none, so that hung servers do not hold the window; what then ends counts again. Channels take turns, and a quarter of the
/// places is for one-time codes alone, however many servers begin to hang at once.
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
    private readonly Dictionary<Guid, WindowChannel> _channels = [];
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

            if (!_isShut && _channels.GetValueOrDefault(channel) is { IsHung: true })
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
    /// <param name="place">Its place.</param>
    /// <param name="hasAnswered">The server has said what it thinks of the message.</param>
    public void Sent(WindowPlace place, bool hasAnswered)
    {
        lock (_gate)
        {
            if (hasAnswered)
            {
                _channels[place.Channel].Answered(clock.GetTimestamp());
            }

            if (End(place))
            {
                Count(place, 1);
            }
        }
    }

    /// <summary>It is recorded.</summary>
    public void Return(WindowPlace place)
    {
        lock (_gate)
        {
            if (!End(place))
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
        _channels[channel].Lend(place);
        return place;
    }

    private WindowPlace Begin(Guid channel, bool isFirst)
    {
        var place = new WindowPlace(channel, isFirst, clock.GetTimestamp());
        _sending.Add(place);
        if (!_channels.TryGetValue(channel, out var known))
        {
            _channels[channel] = known = new WindowChannel();
        }

        known.Sending++;
        _timer ??= clock.CreateTimer(_ => Lend(), null, Look, Look);
        return place;
    }

    private void Count(WindowPlace place, int change)
    {
        _taken += change;
        _takenByOthers += place.IsFirst ? 0 : change;
    }

    /// <returns>Whether the place was lent, and did not count.</returns>
    private bool End(WindowPlace place)
    {
        if (!_sending.Remove(place))
        {
            return false;
        }

        var channel = _channels[place.Channel];
        var wasLent = place.IsLent;
        if (wasLent)
        {
            channel.EndLoan(place);
        }

        if (--channel.Sending == 0)
        {
            _channels.Remove(place.Channel);
        }

        return wasLent;
    }

    private void Serve()
    {
        while (_queues.TryTake(HasRoom, HasRoomForOthers, out var waiter))
        {
            var place = Take(waiter.Channel, waiter.IsFirst);
            if (!waiter.TryServe(place))
            {
                End(place);
                Count(place, -1);
            }
        }
    }

    private void Lend()
    {
        lock (_gate)
        {
            foreach (var place in _sending.Where(p => !p.IsLent && clock.GetElapsedTime(p.TakenAt) >= Patience))
            {
                _channels[place.Channel].Lend(place);
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
