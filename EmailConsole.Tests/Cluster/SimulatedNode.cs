using EmailConsole.Cluster;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Tests.Cluster;

/// <summary>A node of a <see cref="ClusterSimulation"/>: beats, takes what is free, sends, records, as the product does.</summary>
internal sealed class SimulatedNode(ClusterSimulation simulation, string name, double rate)
{
    private readonly SkewedClock _clock = new(simulation, rate);
    private readonly Dictionary<Guid, HeldEmails> _lanes = [];
    private readonly Dictionary<Guid, int> _open = [];
    private readonly Dictionary<Guid, int> _passedOver = [];
    private readonly Queue<Action> _suspended = new();
    private NodeLease _lease = null!;
    private StillBeats _beats = null!;
    private Guid _id;
    private Dictionary<Guid, SimulatedEmail> _known = [];

    public string Name => name;

    /// <summary>One process; whatever a former one waited for is gone.</summary>
    public int Life { get; private set; }

    /// <summary>What it owned is lost with its life, or with its row.</summary>
    public int Term { get; private set; }

    public bool IsCutOff { get; private set; }

    public bool IsFrozen { get; private set; }

    private bool IsDead { get; set; } = true;

    public int OpenOn(Guid channel) => _open.GetValueOrDefault(channel);

    public bool MayBeginOn(Guid channel) => !IsDead && _lease.MayBegin && _lanes.ContainsKey(channel);

    /// <summary>Runs what a process does, later where it stands still, and not where it has died.</summary>
    public void Do(int life, Action step)
    {
        if (life != Life || IsDead)
        {
            return;
        }

        if (IsFrozen)
        {
            _suspended.Enqueue(() => Do(life, step));
            return;
        }

        step();
    }

    public void Start()
    {
        (IsDead, IsFrozen, IsCutOff) = (false, false, false);
        Life++;
        (_lease, _beats) = (new NodeLease(_clock), new StillBeats(_clock));
        Rejoin();
    }

    public void Kill()
    {
        simulation.Note($"{name} is killed");
        IsDead = true;
        Drop();
        _suspended.Clear();
        simulation.Then(simulation.Seconds(10), () =>
        {
            if (IsDead)
            {
                Start();
            }
        });
    }

    public void Freeze(TimeSpan time)
    {
        if (IsDead || IsFrozen)
        {
            return;
        }

        simulation.Note($"{name} stands still for {time.TotalSeconds:F1} s");
        IsFrozen = true;
        simulation.Then(time, () =>
        {
            IsFrozen = false;
            foreach (var _ in Enumerable.Range(0, _suspended.Count))
            {
                _suspended.Dequeue()();
            }
        });
    }

    public void CutOff(TimeSpan time)
    {
        simulation.Note($"{name} is cut off for {time.TotalSeconds:F1} s");
        IsCutOff = true;
        simulation.Then(time, () => IsCutOff = false);
    }

    private void Rejoin()
    {
        _lease.End();
        Drop();
        _id = Guid.NewGuid();
        var id = _id;
        simulation.Ask(
            this,
            () =>
            {
                simulation.Join(id);
                return true;
            },
            _ => Beat(),
            Rejoin);
    }

    private void Beat()
    {
        var (sent, id, life) = (_lease.Now(), _id, Life);
        simulation.Ask(
            this,
            () => (IsAlive: simulation.Beat(id), Others: simulation.BeatsBut(id)),
            answer =>
            {
                if (!answer.IsAlive)
                {
                    simulation.Note($"{name} was taken for dead");
                    Rejoin();
                    return;
                }

                _lease.Renew(sent);
                foreach (var (other, beat) in _beats.Look(answer.Others))
                {
                    simulation.Ask(
                        this,
                        () =>
                        {
                            simulation.Bury(other, beat);
                            return true;
                        },
                        _ => { },
                        () => { });
                }

                Take();
                simulation.Then(NodeLease.Beat, () => Do(life, Beat));
            },
            () =>
            {
                _beats.Gap();
                if (!_lease.MayBegin)
                {
                    // What is under way is broken off before another node may begin; here within the answer's time limit
                    Abandon();
                }

                Beat();
            });
        simulation.Then(NodeLease.Length - TimeSpan.FromMilliseconds(200), () => Do(life, () =>
        {
            if (!_lease.MayBegin)
            {
                Abandon();
            }
        }));
    }

    private void Take()
    {
        var (id, term) = (_id, Term);
        if (!_lease.MayBegin)
        {
            return;
        }

        simulation.Ask(
            this,
            () => simulation.TakeFree(id).Select(c => (Channel: c, Due: simulation.Due(c))).ToList(),
            own =>
            {
                if (term != Term || id != _id || !_lease.MayBegin)
                {
                    return;
                }

                foreach (var (channel, due) in own)
                {
                    var lane = _lanes.TryGetValue(channel, out var known) ? known : _lanes[channel] = new HeldEmails(new LaneMemory());
                    foreach (var email in due.Where(e => !e.IsDone))
                    {
                        _known[email.Ready.Waiting.Id] = email;
                        lane.TryAdd(email.Ready);
                    }

                    Send(channel, lane);
                }
            },
            () => { });
    }

    private void Send(Guid channel, HeldEmails lane)
    {
        var (life, term) = (Life, Term);
        while (OpenOn(channel) < ClusterSimulation.Cap && _lanes.GetValueOrDefault(channel) == lane && _lease.MayBegin)
        {
            var now = ClusterSimulation.Epoch + simulation.Now;
            var inFlight = lane.InFlightIds.ToHashSet();
            var first = _known.Values.Where(e => e.Channel == channel && e.Ready.Waiting.ExpiresAt > now && !inFlight.Contains(e.Ready.Waiting.Id))
                .Select(e => lane.PriorityOf(e.Ready.Waiting.Id)).Where(p => p is not null).DefaultIfEmpty().Min();
            if (lane.Take(now) is not { } ready)
            {
                return;
            }

            _passedOver[channel] = ready.Waiting.Priority == first ? 0 : _passedOver.GetValueOrDefault(channel) + 1;
            simulation.Took(this, _passedOver[channel]);
            var email = _known[ready.Waiting.Id];
            _open[channel] = OpenOn(channel) + 1;

            // To connect and sign in takes a while; then the last look, and the bytes
            simulation.Then(simulation.Seconds(2), () => Do(life, () => Begin(channel, lane, email, term)));
        }
    }

    private void Begin(Guid channel, HeldEmails lane, SimulatedEmail email, int term)
    {
        if (term != Term)
        {
            return;
        }

        if (!_lease.MayBegin || email.Ready.Waiting.ExpiresAt <= ClusterSimulation.Epoch + simulation.Now)
        {
            _open[channel]--;
            lane.End(email.Ready.Waiting.Id);
            return;
        }

        var life = Life;
        simulation.Begun(this, channel, email);
        var serverHasIt = simulation.Seconds(3);
        simulation.Then(serverHasIt, () => email.Taken++);
        simulation.Then(serverHasIt + simulation.Seconds(0.05), () => Do(life, () => Report(channel, lane, email, term)));
    }

    private void Report(Guid channel, HeldEmails lane, SimulatedEmail email, int term)
    {
        if (term == Term && OpenOn(channel) > 0)
        {
            _open[channel]--;
        }

        simulation.Ask(
            this,
            () =>
            {
                ClusterSimulation.Record(email);
                return true;
            },
            _ =>
            {
                if (term == Term)
                {
                    lane.End(email.Ready.Waiting.Id);
                    Send(channel, lane);
                }
            },
            () => Report(channel, lane, email, term));
    }

    private void Abandon()
    {
        Term++;
        _open.Clear();
        _lanes.Clear();
    }

    private void Drop()
    {
        Abandon();
        _known = [];
    }

    private sealed class SkewedClock(ClusterSimulation simulation, double rate) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(simulation.Now.Ticks * rate);

        public override DateTimeOffset GetUtcNow() => ClusterSimulation.Epoch + (simulation.Now * rate);
    }
}
