using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>How the outbox stands when somebody looks: how much waits, and for how long.</summary>
internal sealed class OutboxGauges
{
    private readonly OutboxTally _tally;
    private readonly TenantLabel _tenants;
    private readonly TimeProvider _clock;
    private readonly ObservableGauge<double> _oldest;

    public OutboxGauges(IMeterFactory meters, OutboxTally tally, IChannelStates channels, TenantLabel tenants, TimeProvider clock)
    {
        (_tally, _tenants, _clock) = (tally, tenants, clock);
        var meter = meters.Create(OutboxTelemetry.Name);
        _ = new ChannelGauges(meter, channels, tenants, clock);
        meter.CreateObservableUpDownCounter("emailconsole.outbox.waiting", Waiting, "{email}", "Messages that wait for an attempt.");
        meter.CreateObservableGauge("emailconsole.outbox.lag", () => Age(Oldest.Due), "s", "How long the message that is due longest has waited for its attempt.");
        _oldest = meter.CreateObservableGauge(
            "emailconsole.outbox.oldest.age", () => Math.Max(Age(Oldest.Due), Age(Oldest.Retrying)), "s", "Age of the oldest message that is not delivered, since it was accepted.");
    }

    /// <summary>Whether anybody looks.</summary>
    public bool IsWatched => _oldest.Enabled;

    /// <summary>As last found in the database.</summary>
    public OldestEmails Oldest { get; set; } = new(null, null);

    private double Age(DateTimeOffset? since) => since is { } start ? Math.Max(0, (_clock.GetUtcNow() - start).TotalSeconds) : 0;

    private IEnumerable<Measurement<long>> Waiting()
    {
        if (!_tenants.IsOn)
        {
            return _tally.HeldTotal is not { } all ? []
                : [Measure(all.Queued, EmailState.Queued, null), Measure(all.Retrying, EmailState.Retrying, null)];
        }

        return _tally.Held.SelectMany(t => new[]
        {
            Measure(t.Value.Queued, EmailState.Queued, t.Key),
            Measure(t.Value.Retrying, EmailState.Retrying, t.Key),
        });
    }

    private Measurement<long> Measure(long count, EmailState state, Guid? tenantId)
    {
        var tags = new TagList { { OutboxLabels.State, OutboxLabels.Of(state) } };
        if (tenantId is { } tenant)
        {
            _tenants.AddTo(ref tags, tenant);
        }

        return new Measurement<long>(count, tags);
    }
}
