using EmailConsole.Outbox;
using EmailConsole.Tests.Sending.Lanes;

namespace EmailConsole.Tests.Cluster;

/// <summary>
/// Some nodes, a database and servers on a simulated clock: which node does what next, how long it takes, who is killed, stands still or is cut off from the database is
/// drawn from a seed, so that a run can be had again. Lease, beats that stand still and what a lane holds are the product's own; the database's rows are modelled as the
/// statements change them. Each node has a clock of its own, which runs a little fast or slow.
/// </summary>
internal sealed class ClusterSimulation
{
    public const int Cap = 3;

    private static readonly TimeSpan Faults = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(90);

    private readonly Random _random;
    private readonly PriorityQueue<Action, (long At, long Number)> _agenda = new();
    private readonly List<SimulatedNode> _nodes = [];
    private readonly Dictionary<Guid, long> _rows = [];
    private readonly Dictionary<Guid, Guid> _owners = [];
    private readonly List<SimulatedEmail> _emails = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _away = [];
    private long _number;

    public ClusterSimulation(int seed) => _random = new Random(seed);

    public TimeSpan Now { get; private set; }

    public IReadOnlyList<SimulatedEmail> Emails => _emails;

    public int Violations { get; private set; }

    public string Story { get; private set; } = "";

    public void Run()
    {
        List<Guid> channels = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid())];
        for (var i = 0; i < 3; i++)
        {
            var node = new SimulatedNode(this, $"node{i + 1}", 1 + ((_random.NextDouble() - 0.5) / 100));
            _nodes.Add(node);
            After(Seconds(2), node.Start);
        }

        for (var i = 0; i < 120; i++)
        {
            var email = new SimulatedEmail(channels[_random.Next(3)], HeldEmailsTests.New((EmailPriority)_random.Next(3), expiresAt: Epoch + Seconds(_random.Next(4) == 0 ? 60 : 600)));
            After(Seconds(50), () => _emails.Add(email));
        }

        for (var i = 0; i < 4; i++)
        {
            var node = _nodes[_random.Next(_nodes.Count)];
            Action<SimulatedNode> fault = _random.Next(4) switch
            {
                0 => n => n.Kill(),
                1 => n => n.Freeze(Seconds(12)),
                2 => n => n.CutOff(Seconds(15)),
                _ => _ => _away.Add((Now, Now + Seconds(8))),
            };
            After(Faults, () => fault(node));
        }

        while (_agenda.TryDequeue(out var step, out var at) && at.At < Whole.Ticks)
        {
            Now = new TimeSpan(at.At);
            step();
        }
    }

    internal static DateTimeOffset Epoch { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time below that.</summary>
    internal TimeSpan Seconds(double most) => TimeSpan.FromSeconds(_random.NextDouble() * most);

    internal void After(TimeSpan most, Action step) => Then(_random.NextDouble() * most, step);

    internal void Then(TimeSpan time, Action step) => _agenda.Enqueue(step, ((Now + time).Ticks, _number++));

    internal void Note(string what) => Story += $"{Now.TotalSeconds:F3} {what}\n";

    /// <summary>Asks the database: it acts at some moment on the way, and answers later. Whoever is cut off, or asks one that is away, hears nothing.</summary>
    internal void Ask<T>(SimulatedNode node, Func<T> act, Action<T> answer, Action fail)
    {
        var life = node.Life;
        Then(Seconds(0.05), () =>
        {
            // What was sent before a freeze arrives all the same
            if (node.IsCutOff || _away.Exists(a => a.From <= Now && Now < a.To))
            {
                Then(TimeSpan.FromSeconds(2), () => node.Do(life, fail));
                return;
            }

            var result = act();
            Then(Seconds(_random.Next(20) == 0 ? 1.5 : 0.05), () => node.Do(life, () => answer(result)));
        });
    }

    internal bool Beat(Guid id)
    {
        if (!_rows.TryGetValue(id, out var beat))
        {
            return false;
        }

        _rows[id] = beat + 1;
        return true;
    }

    internal void Join(Guid id) => _rows[id] = 0;

    internal IReadOnlyList<(Guid Node, long Beat)> BeatsBut(Guid id) => [.. _rows.Where(r => r.Key != id).Select(r => (r.Key, r.Value))];

    internal void Bury(Guid id, long beat)
    {
        if (_rows.TryGetValue(id, out var now) && now == beat)
        {
            _rows.Remove(id);
            foreach (var freed in _owners.Where(o => o.Value == id).Select(o => o.Key).ToList())
            {
                _owners.Remove(freed);
            }
        }
    }

    /// <returns>What is this node's of what has work.</returns>
    internal IReadOnlyList<Guid> TakeFree(Guid id)
    {
        if (!_rows.ContainsKey(id))
        {
            return [];
        }

        foreach (var channel in _emails.Where(e => !e.IsDone).Select(e => e.Channel).Distinct())
        {
            _owners.TryAdd(channel, id);
        }

        return [.. _owners.Where(o => o.Value == id).Select(o => o.Key)];
    }

    internal IReadOnlyList<SimulatedEmail> Due(Guid channel) => [.. _emails.Where(e => e.Channel == channel && !e.IsDone)];

    /// <summary>That it was delivered is a fact, and is recorded whoever tells it; the fence decides on all else, of which there is nothing here.</summary>
    internal static void Record(SimulatedEmail email) => email.IsDone = true;

    /// <param name="node">Who takes a message of a lane.</param>
    /// <param name="passedOver">So often in a row it was not of the first class: the others have a turn now and then.</param>
    internal void Took(SimulatedNode node, int passedOver)
    {
        if (passedOver > 2)
        {
            Violations++;
            Note($"{node.Name} lets a code wait behind others");
        }
    }

    internal void Begun(SimulatedNode sender, Guid channel, SimulatedEmail email)
    {
        email.Begun++;
        if (_nodes.Where(n => n != sender).Any(n => n.MayBeginOn(channel)))
        {
            Violations++;
            Note($"{sender.Name} begins on a channel on which another may");
        }

        // What the kernel of one that stands still holds open nobody can close
        if (_nodes.Where(n => !n.IsFrozen).Sum(n => n.OpenOn(channel)) > Cap)
        {
            Violations++;
            Note($"{sender.Name} opens one too many");
        }

        if (email.Ready.Waiting.ExpiresAt <= Epoch + Now - TimeSpan.FromSeconds(1))
        {
            Violations++;
            Note($"{sender.Name} sends what is out of time");
        }
    }
}

/// <summary>One message of a provider's.</summary>
internal sealed class SimulatedEmail(Guid channel, ReadyEmail ready)
{
    public Guid Channel => channel;

    public ReadyEmail Ready => ready;

    public bool IsDone { get; set; }

    public int Begun { get; set; }

    public int Taken { get; set; }
}
