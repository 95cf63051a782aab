using System.Globalization;
using System.Text;
using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Sending;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Recording;
using EmailConsole.Tenants.Telemetry;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Routes.Runs;

/// <summary>
/// Minutes of a tenant's mail over a route whose providers fail as a seed says, while the route is edited and the lane is loaded anew: real lane,
/// channels, recorder and verdicts; the servers, the store and the time are not. What must never happen is looked for at each hand-over.
/// </summary>
internal sealed partial class RouteRun : IEffectiveProvider, IChannelActivation, ISharedSender, IDisposable
{
    public static readonly TimeSpan Trouble = TimeSpan.FromMinutes(8);

    /// <summary>All providers work again after <see cref="Trouble"/>: by then everything is over. The longest pause of a circuit is 15 minutes.</summary>
    private static readonly TimeSpan End = Trouble + TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly int _seed;
    private readonly Random _random;
    private readonly FakeTimeProvider _time = new(OutboxBed.Start);
    private readonly IOptions<OutboxOptions> _options = Options.Create(new OutboxOptions { LongestRetry = TimeSpan.FromMinutes(5) });
    private readonly Guid _tenant = Guid.CreateVersion7();
    private readonly MemoryOutbox _store;
    private readonly DeliveryRecorder _recorder;
    private readonly Dispatcher _dispatcher;
    private readonly OutboxSpans _spans = new();
    private readonly TenantLabel _tenants;
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _logs;
    private readonly Dictionary<ProviderId, ProviderChannel> _channels = [];
    private readonly List<RunProvider> _all = [];
    private readonly List<RunProvider> _route = [];
    private readonly Dictionary<Guid, RunMessage> _messages = [];
    private readonly StringBuilder _story = new();
    private readonly List<string> _violations = [];
    private Lane _lane;
    private int _events;

    /// <summary>As the seed says.</summary>
    public RouteRun(int seed)
        : this(seed, [])
    {
        SwitchesAfterUnknown = _random.Next(0, 3) == 0;
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            Add();
        }
    }

    /// <summary>A route whose servers do what is said, and then take everything.</summary>
    public RouteRun(params IReadOnlyList<IReadOnlyList<Phase>> route)
        : this(0, route)
    {
    }

    private RouteRun(int seed, IReadOnlyList<IReadOnlyList<Phase>> route)
    {
        (_seed, _random) = (seed, new Random(seed));
        _logs = new LoggerFactory([_log]);
        _store = new MemoryOutbox(new Verdicts(new RetryPolicy(_options)), _time);
        _recorder = new DeliveryRecorder(_store, _options, _time, _logs.CreateLogger<DeliveryRecorder>());
        _dispatcher = new Dispatcher(
            this, _recorder, new SoleNode(_time), _spans, new ProviderFacts(Options.Create(new DeliveryOptions())), new NoPast(), _logs.CreateLogger<Dispatcher>());
        _tenants = new TenantLabel(new ConfigurationBuilder().Build(), null!, _time, NullLogger<TenantLabel>.Instance);
        _route.AddRange(route.Select((phases, i) => new RunProvider(_tenant, i, phases)));
        _all.AddRange(_route);
        _lane = NewLane();
        _lane.Start();
    }

    public IReadOnlyList<string> Violations => _violations;

    public string Story => $"{Locked(() => _story.ToString())}{string.Join('\n', _log.Lines.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Take(5))}\n{_lane.State()}";

    public IReadOnlyList<RunProvider> Route => _route;

    /// <summary>The tenant rather has a code twice than not at all.</summary>
    public bool SwitchesAfterUnknown { get; init; }

    /// <summary>Since the start of the run.</summary>
    public TimeSpan Elapsed => _time.GetUtcNow() - OutboxBed.Start;

    public int Delivered => _messages.Keys.Count(id => _store.StateOf(id) == EmailState.Delivered);

    public int Attempts => _messages.Values.Sum(m => m.Tries);

    public async Task RunAsync()
    {
        var nextEvent = TimeSpan.Zero;
        while (Elapsed < End && (Elapsed < Trouble || _store.Waiting().Count > 0))
        {
            if (Elapsed >= nextEvent && Elapsed < Trouble)
            {
                await HappenAsync();
                nextEvent = Elapsed + TimeSpan.FromSeconds(_random.Next(1, 60));
            }
            else if (Elapsed >= Trouble && _route.All(p => !p.IsEnabled))
            {
                _route[0].IsEnabled = true;
                await EditedAsync("enabled one");
            }

            await PassAsync(nextEvent - Elapsed > TimeSpan.FromSeconds(15) || Elapsed >= Trouble ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(500));
        }

        CheckTheEnd();
    }

    public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken) => Task.FromResult(Locked(() =>
        _route.Where(p => p.IsEnabled).Select(p => p.InForce).ToList() is [var first, ..] route
            ? (ProviderResolution)new ProviderResolution.InForce(first) { Route = route, SwitchesAfterUnknown = SwitchesAfterUnknown }
            : new ProviderResolution.None()));

    public Task<ISendingChannel?> OpenAsync(ProviderInForce provider, int place, CancellationToken cancellationToken) => Task.FromResult<ISendingChannel?>(Locked(() =>
    {
        if (!_channels.TryGetValue(provider.Id, out var channel))
        {
            _channels[provider.Id] = channel = new ProviderChannel(
                provider,
                new ChannelParts(_dispatcher, _recorder, new SoleNode(_time), _time, _tenants, NullLogger<ProviderChannel>.Instance, CancellationToken.None));
        }

        return channel;
    }));

    public async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryProgress? progress, CancellationToken cancellationToken)
    {
        var message = _messages[Guid.Parse(email.Subject)];
        var (server, behaviour) = Begin(provider, message);
        try
        {
            if (RunProvider.IsHandedOver(behaviour))
            {
                if (beforeDispatch is not null && !(await beforeDispatch(cancellationToken) && await beforeDispatch(cancellationToken)))
                {
                    Locked(() => message.Tried.RemoveAt(message.Tried.Count - 1));
                    return new DeliveryOutcome.Failed(Emails.Failure(null, DeliveryStage.Sender, DeliveryFailureKind.Cancelled));
                }

                Locked(() => HandedOver(server, message));
            }

            await Task.Delay(RunProvider.TimeFor(behaviour), _time, cancellationToken);
            var outcome = RunProvider.OutcomeOf(behaviour, _time.GetUtcNow());
            Locked(() => Ended(server, message, behaviour, outcome));
            return outcome;
        }
        finally
        {
            Locked(() => server.AtATime--);
        }
    }

    public Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();

    public CheckWay? FindCheck(EmailProviderSettings settings) => null;

    public Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        _lane.Dispose();
        _recorder.Dispose();
        _spans.Dispose();
        _logs.Dispose();
        _log.Dispose();
        _tenants.Dispose();
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task HappenAsync()
    {
        switch (_random.Next(0, 10))
        {
            case < 5:
                Accept(_random.Next(1, 12));
                break;
            case 5 when _route.Count < 5:
                Add();
                await EditedAsync("added one");
                break;
            case 6 when _route.Count > 1:
                Locked(() => _route.RemoveAt(_random.Next(_route.Count)));
                await EditedAsync("deleted one");
                break;
            case 7:
                var one = _route[_random.Next(_route.Count)];
                one.IsEnabled = !one.IsEnabled;
                await EditedAsync($"{one.InForce.Name} is {(one.IsEnabled ? "enabled" : "disabled")}");
                break;
            case 8:
                Locked(() => _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_route)));
                await EditedAsync("another order");
                break;
            default:
                await LoadAnewAsync();
                break;
        }
    }

    /// <summary>Accepts messages.</summary>
    /// <param name="count">So many.</param>
    /// <param name="priority">Of this priority, for two hours; null: as it comes.</param>
    /// <param name="stayAt">Which may have them already; null: they are new.</param>
    public void Accept(int count, EmailPriority? priority = null, RunProvider? stayAt = null)
    {
        var now = _time.GetUtcNow();
        List<ReadyEmail> ready = [];
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7(now);
            var its = priority ?? (EmailPriority)_random.Next(0, 3);
            var minutes = priority is null && _random.Next(0, 4) == 0 ? _random.Next(1, 10) : 120;
            var email = new WaitingEmail(
                id, _tenant, its, now, now, now.AddMinutes(minutes), 0, $"{id:N}@foo.example", 700, ["someone@bar.example"])
            {
                Route = stayAt is null ? default : new RoutePoint(RouteStep.Stay, stayAt.InForce.Id.Value),
            };
            Locked(() => _messages.Add(id, new RunMessage(_messages.Count, its) { MayBeAt = stayAt }));
            ready.Add(MemoryOutbox.Ready(_store.Accept(email)));
        }

        Tell($"accepted {count}");
        _lane.Accept(ready);
    }

    private void Add() => Locked(() =>
    {
        List<Phase> phases = [];
        for (var until = 0; until < Trouble.TotalSeconds;)
        {
            until += _random.Next(5, 200);
            var mostly = _random.Next(0, 2) == 0 ? Behaviour.Takes : (Behaviour)_random.Next(0, 14);
            phases.Add(new Phase(TimeSpan.FromSeconds(Math.Min(until, Trouble.TotalSeconds)), mostly, _random.Next(0, 2) == 0 ? mostly : (Behaviour)_random.Next(0, 14)));
        }

        var added = new RunProvider(_tenant, _all.Count, phases);
        _all.Add(added);
        _route.Insert(_random.Next(_route.Count + 1), added);
    });

    /// <summary>As the writers of the settings tell lanes and channels. A row whose place changes gets another version.</summary>
    public async Task EditedAsync(string what)
    {
        Locked(() => _route.ForEach(p => p.InForce = p.InForce with { Version = Guid.CreateVersion7() }));
        Tell($"{what}: {string.Join(", ", _route.Select(p => $"{p.InForce.Name}{(p.IsEnabled ? "" : " (off)")}"))}");
        _lane.ProviderChanged(_tenant);
        foreach (var (channel, now) in Locked(() => _channels.Values.Select(c => (c, _route.Find(p => p.IsEnabled && p.InForce.Id == c.Provider))).ToList()))
        {
            if (now is not null && !channel.Knows(now.InForce))
            {
                channel.ProviderChanged(now.InForce);
            }
        }

        await QuietAsync();
        await _store.RetrySoonerAsync(_tenant, Guid.Empty);
        _lane.WorkAvailable();
    }

    private async Task LoadAnewAsync()
    {
        Tell("loaded anew");
        _lane.Stop();
        while (!_lane.IsDrained)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        _lane.Dispose();
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        _channels.Clear();
        _lane = NewLane();
        _lane.Start();
    }

    private Lane NewLane() => new(
        _tenant,
        Guid.Empty,
        new LaneParts(_store, this, this, new LaneMemory(), new WithdrawnEmails(), _ => { }, _options.Value.SwitchAfter, _time, _logs.CreateLogger<Lane>()),
        _ => { });

    /// <summary>Lets time pass, in steps of half a second.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds * 2; i++)
        {
            await PassAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Within half a minute of the run: where a thread had no processor, its part comes some steps later.</summary>
    public async Task ComesToAsync(Func<bool> condition)
    {
        for (var steps = 0; !condition(); steps++)
        {
            Assert.True(steps < 60, Story);
            await PassAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    private async Task PassAsync(TimeSpan time)
    {
        await QuietAsync();
        _time.Advance(time);
        await QuietAsync();
        foreach (var expired in await _store.FindExpiredAsync(_time.GetUtcNow(), 100, CancellationToken.None))
        {
            List<Guid> kept = [];
            _lane.Withdraw([expired.Id], kept);
            if (kept.Count == 0)
            {
                await _store.ExpireAsync([expired.Id]);
            }
        }
    }

    /// <summary>Ends when everybody waits for time to pass: then the run goes the same way each time.</summary>
    private async Task QuietAsync()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var (quiet, last, tries) = (0, (-1L, -1), 0); quiet < 4; tries++)
        {
            if (tries >= 200)
            {
                // A thread that has something to do gets no processor
                await poll.WaitForNextTickAsync();
            }

            // Behind whatever waits for a thread, this one or another
            await Task.Yield();
            await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
            var now = (_store.Calls, Volatile.Read(ref _events));
            quiet = now == last && Locked(IsQuiet) ? quiet + 1 : 0;
            last = now;
            Assert.False(tries >= 3_000, tries >= 3_000 ? $"It does not come to rest.\n{Story}" : null);
        }
    }

    private bool IsQuiet()
    {
        var (held, inFlight) = (_lane.State().InMemory, _lane.InFlight().Count);
        var isReading = _lane.IsReading || (held == 0 && inFlight == 0 && (_lane.IsStopped ? !_lane.IsDrained : _lane.HasDueWork));
        var isSearching = held > 0 && !_lane.IsStopped && _lane.Providers.Count == 0 && _route.Any(p => p.IsEnabled);
        return !isReading && !isSearching
            && inFlight == _all.Sum(p => p.AtATime)
            && _channels.Values.All(c => c.State(0).Sending == (_all.FirstOrDefault(p => p.InForce.Id == c.Provider)?.AtATime ?? 0));
    }

    private void Tell(string what)
    {
        Interlocked.Increment(ref _events);
        Locked(() => { _story.AppendLine(CultureInfo.InvariantCulture, $"{Elapsed:hh\\:mm\\:ss\\.f} {what}"); });
    }

    private void Locked(Action what)
    {
        lock (_gate)
        {
            what();
        }
    }

    private T Locked<T>(Func<T> what)
    {
        lock (_gate)
        {
            return what();
        }
    }
}
