using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>What happens in the outbox, counted. No recipient and nothing of a message; the tenant only where asked for.</summary>
internal sealed class OutboxTelemetry
{
    /// <summary>Of the meter and of the source of spans.</summary>
    public const string Name = "EmailConsole.Outbox";

    private static readonly double[] DeliverySeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400];
    private static readonly double[] CommitSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

    private readonly TenantLabel _tenants;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _finished;
    private readonly Histogram<double> _timeToDelivery;
    private readonly Histogram<double> _commit;

    public OutboxTelemetry(IMeterFactory meters, TenantLabel tenants)
    {
        _tenants = tenants;
        var meter = meters.Create(Name);
        _accepted = meter.CreateCounter<long>("emailconsole.outbox.accepted", "{email}", "Messages accepted: committed, and answered so.");
        _refused = meter.CreateCounter<long>("emailconsole.outbox.refused", "{email}", "Messages that the outbox could not take.");
        _finished = meter.CreateCounter<long>("emailconsole.outbox.finished", "{email}", "Messages that were done with, by the state they ended in.");
        _timeToDelivery = Histogram(
            meter, "emailconsole.outbox.time_to_delivery", "Time from acceptance until the delivery was recorded; at a first attempt, from when it was due.", DeliverySeconds);
        _commit = Histogram(meter, "emailconsole.outbox.commit.duration", "Time of one transaction of the outbox's writer, the wait for the disk included.", CommitSeconds);
    }

    public void Accepted(Guid tenantId, IReadOnlyList<NewEmail> emails, int room)
    {
        if (!_accepted.Enabled)
        {
            return;
        }

        Span<int> counts = stackalloc int[(int)EmailPriority.Bulk + 1];
        for (var i = 0; i < room; i++)
        {
            counts[(int)emails[i].Priority]++;
        }

        for (var priority = EmailPriority.High; priority <= EmailPriority.Bulk; priority++)
        {
            if (counts[(int)priority] > 0)
            {
                var tags = new TagList { { OutboxLabels.Priority, OutboxLabels.Of(priority) } };
                _tenants.AddTo(ref tags, tenantId);
                _accepted.Add(counts[(int)priority], tags);
            }
        }
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="emails">How many; 0 counts nothing.</param>
    /// <param name="bound">What had no room.</param>
    public void Refused(Guid tenantId, int emails, QueueBound? bound) => Refused(tenantId, emails, bound switch
    {
        QueueBound.Bytes => "queue_bytes",
        QueueBound.Keys => "key_bytes",
        _ => "queue_full",
    });

    /// <summary>The outbox could not write.</summary>
    public void Unavailable(Guid tenantId, int emails) => Refused(tenantId, emails, "unavailable");

    private void Refused(Guid tenantId, int emails, string reason)
    {
        if (emails > 0 && _refused.Enabled)
        {
            var tags = new TagList { { OutboxLabels.Reason, reason } };
            _tenants.AddTo(ref tags, tenantId);
            _refused.Add(emails, tags);
        }
    }

    /// <summary>A transaction ended: how long it took, and the messages that are done with by it.</summary>
    public void Committed(TimeSpan elapsed, IReadOnlyDictionary<(Guid Tenant, EmailState State), long> finished)
    {
        _commit.Record(elapsed.TotalSeconds);
        if (!_finished.Enabled)
        {
            return;
        }

        foreach (var ((tenant, state), count) in finished)
        {
            var tags = new TagList { { OutboxLabels.State, OutboxLabels.Of(state) } };
            _tenants.AddTo(ref tags, tenant);
            _finished.Add(count, tags);
        }
    }

    public void Delivered(WaitingEmail email, DateTimeOffset now)
    {
        if (_timeToDelivery.Enabled)
        {
            var since = email.Attempts == 0 && email.DueAt > email.AcceptedAt ? email.DueAt : email.AcceptedAt;
            var tags = new TagList { { OutboxLabels.Priority, OutboxLabels.Of(email.Priority) } };
            _tenants.AddTo(ref tags, email.TenantId);
            _timeToDelivery.Record(Math.Max(0, (now - since).TotalSeconds), tags);
        }
    }

    private static Histogram<double> Histogram(Meter meter, string name, string description, double[] bounds) => meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
