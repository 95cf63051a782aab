using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Tests.Sending.Routes.Runs;

/// <summary>What a run knows of a message.</summary>
internal sealed class RunMessage(int number, EmailPriority priority)
{
    public int Number => number;

    public EmailPriority Priority => priority;

    public int Tries { get; set; }

    public List<RunProvider> Tried { get; } = [];

    public bool IsInFlight { get; set; }

    /// <summary>The server that may have it; null: none, or not any more in the route.</summary>
    public RunProvider? MayBeAt { get; set; }

    /// <summary>The server at which it failed last through a fault of its own, its recipient's or its sender's.</summary>
    public RunProvider? OwnFaultAt { get; set; }
}

/// <summary>What must never happen.</summary>
internal sealed partial class RouteRun
{
    private (RunProvider Server, Behaviour Behaviour) Begin(ProviderInForce provider, RunMessage message) => Locked(() =>
    {
        var server = _all.Single(p => p.InForce.Id == provider.Id);
        var behaviour = server.At(Elapsed, HashCode(message.Number, message.Tries));
        message.Tries++;
        message.Tried.Add(server);
        message.IsInFlight = true;
        Tell($"{message.Priority} {message.Number} to {server.InForce.Name}, which {behaviour}");
        if (++server.AtATime > RunProvider.Connections)
        {
            Violated($"{server.AtATime} at a time with {server.InForce.Name}");
        }

        CheckOwnFault(server, message);
        CheckPriority(server, message);
        return (server, behaviour);
    });

    private void HandedOver(RunProvider server, RunMessage message)
    {
        if (message.MayBeAt is { } former && former != server)
        {
            if (_route.Contains(former) && former.IsEnabled && !(SwitchesAfterUnknown && message.Priority == EmailPriority.High))
            {
                Violated($"{message.Number} may be at {former.InForce.Name} and was handed to {server.InForce.Name}");
            }

            message.MayBeAt = null;
        }
    }

    private void Ended(RunProvider server, RunMessage message, Behaviour behaviour, DeliveryOutcome outcome)
    {
        message.IsInFlight = false;
        message.MayBeAt = outcome is DeliveryOutcome.Unknown ? server : message.MayBeAt;
        message.OwnFaultAt = outcome.Reason?.Blame is Blame.Recipient or Blame.Message or Blame.Sender ? server : null;
        Interlocked.Increment(ref _events);
    }

    /// <summary>
    /// The next one would refuse it as well: it gets the message only where the first one cannot be used any more, or where it may have it from before it was
    /// switched off for a while.
    /// </summary>
    private void CheckOwnFault(RunProvider server, RunMessage message)
    {
        var route = _store.Find(_messages.Single(m => m.Value == message).Key)?.Route;
        if (route != new RoutePoint(RouteStep.Stay, server.InForce.Id.Value) && message.OwnFaultAt is { } former && _route.IndexOf(former) is >= 0 and var place && former.IsEnabled && _route.IndexOf(server) > place
            && _channels.GetValueOrDefault(former.InForce.Id) is { } channel && channel.Standing.IsUsable(_options.Value.SwitchAfter(message.Priority), _time))
        {
            Violated($"{message.Number} was refused by {former.InForce.Name} for its own sake and went on to {server.InForce.Name}");
        }
    }

    /// <summary>
    /// Every eighth turn is another priority's, and every sixteenth the last one's: these may come after each other. What is to be read from the store first
    /// is given half a minute.
    /// </summary>
    private void CheckPriority(RunProvider server, RunMessage message)
    {
        var isWaitedFor = message.Priority != EmailPriority.High && server == _route.Find(p => p.IsEnabled) && _messages.Any(m =>
            m.Value is { Priority: EmailPriority.High, IsInFlight: false, Tries: 0 }
            && _store.Find(m.Key) is { } waiting && waiting.DueAt < _time.GetUtcNow().AddSeconds(-30) && waiting.ExpiresAt > _time.GetUtcNow());
        server.PassedOver = isWaitedFor ? server.PassedOver + 1 : 0;
        if (server.PassedOver > 3)
        {
            Violated($"{message.Priority} {message.Number} went before one of high priority by {server.InForce.Name}");
        }
    }

    private void CheckTheEnd()
    {
        foreach (var (id, message) in _messages)
        {
            if (_store.StateOf(id).IsWaiting)
            {
                Violated($"{message.Priority} {message.Number} stands still: {_store.Find(id)}");
            }

            var recorded = _store.AttemptsOf(id).Select(a => (a.Provider, a.Name));
            if (!recorded.SequenceEqual(message.Tried.Select(p => ((Guid?)p.InForce.Id.Value, (string?)p.InForce.Name))))
            {
                Violated($"{message.Number}: its attempts are recorded at other providers than they were made at");
            }
        }
    }

    private void Violated(string what)
    {
        Tell("VIOLATED: " + what);
        _violations.Add(what);
    }

    private int HashCode(int message, int attempt) => (int)((uint)(_seed + (message * 7919) + (attempt * 104729)) * 2654435761u >> 8);
}
