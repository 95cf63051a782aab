using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>How the channels stand when somebody looks: which providers' servers are tried, and which are not.</summary>
internal sealed class ChannelGauges
{
    private const string Circuit = "circuit";

    private static readonly CircuitPosition[] Positions = Enum.GetValues<CircuitPosition>();

    private readonly IChannelStates _channels;
    private readonly TenantLabel _tenants;
    private readonly TimeProvider _clock;

    public ChannelGauges(Meter meter, IChannelStates channels, TenantLabel tenants, TimeProvider clock)
    {
        (_channels, _tenants, _clock) = (channels, tenants, clock);
        meter.CreateObservableUpDownCounter(
            "emailconsole.outbox.channels", Channels, "{channel}", "Ways to providers' servers, by the state of their circuit: open is not tried for a while.");
        meter.CreateObservableUpDownCounter(
            "emailconsole.outbox.channels.throttled", Throttled, "{channel}", "Ways to providers' servers that asked for a pause.");
    }

    private IEnumerable<Measurement<long>> Channels()
    {
        var all = _channels.Here();
        return _tenants.IsOn
            ? all.SelectMany(c => Positions.Select(p => Measure(c.Circuit.Position == p ? 1 : 0, p, c.OwnerTenantId)))
            : Positions.Select(p => Measure(all.Count(c => c.Circuit.Position == p), p, null));
    }

    private long Throttled()
    {
        var now = _clock.GetUtcNow();
        return _channels.Here().Count(c => c.ThrottledUntil > now);
    }

    private Measurement<long> Measure(long count, CircuitPosition position, Guid? owner)
    {
        var tags = new TagList { { Circuit, Word(position) } };
        if (owner is { } tenant)
        {
            _tenants.AddTo(ref tags, tenant);
        }

        return new Measurement<long>(count, tags);
    }

    private static string Word(CircuitPosition position) => position switch
    {
        CircuitPosition.Closed => "closed",
        CircuitPosition.Open => "open",
        _ => "half_open",
    };
}
