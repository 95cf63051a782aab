using System.Runtime.InteropServices;
using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Trends;

/// <summary>
/// What a transaction adds to the statistics: gathered in memory, so that a row is written once a transaction and not once a
/// message. Not thread-safe.
/// </summary>
internal sealed class TrendChanges
{
    private readonly Dictionary<(Guid Tenant, DateTimeOffset Start, int Measure), long> _counts = [];
    private readonly Dictionary<Guid, ProviderChange> _providers = [];
    private readonly HashSet<Guid> _gone = [];
    private readonly Dictionary<(Guid Tenant, LatestKind Kind), Happening> _latest = [];

    /// <summary>How often more, by what <see cref="TrendMeasure"/> numbers.</summary>
    public IReadOnlyDictionary<(Guid Tenant, DateTimeOffset Start, int Measure), long> Counts => _counts;

    /// <summary>What last happened.</summary>
    public IReadOnlyDictionary<(Guid Tenant, LatestKind Kind), Happening> Latest => _latest;

    /// <summary>Providers of which nothing is to be known any more.</summary>
    public IReadOnlySet<Guid> Gone => _gone;

    /// <summary>What is known of providers: first that it worked, then that it failed since.</summary>
    public IReadOnlyDictionary<Guid, ProviderChange> Providers => _providers;

    /// <param name="tenantId">Whose message.</param>
    /// <param name="report">The attempt.</param>
    /// <param name="state">Of the message after it.</param>
    /// <param name="taken">Since its delivery is wanted.</param>
    /// <param name="now">The time.</param>
    public void Add(Guid tenantId, DeliveryReport report, EmailState state, TimeSpan taken, DateTimeOffset now)
    {
        if (state == EmailState.Delivered)
        {
            Count(tenantId, now, TrendMeasure.Delivered);
            Count(tenantId, now, TrendMeasure.Times + DeliveryTimes.BucketOf(taken));
        }
        else if (state.IsWaiting)
        {
            Count(tenantId, now, TrendMeasure.Retried);
        }
        else if (state is EmailState.Failed or EmailState.Expired)
        {
            Failed(tenantId, now);
        }

        var failure = report.Outcome.Reason;
        var happening = new Happening(now, report.Email.Id, failure?.Stage, InheritedFailureOr(report, tenantId));
        _latest[(tenantId, failure is null ? LatestKind.Delivered : LatestKind.Failed)] = happening;
        if (ProviderOf(report) is { } provider && failure?.Blame is not (Blame.Message or Blame.Recipient or Blame.Ours))
        {
            _latest[(provider, failure is null ? LatestKind.DeliveredThroughProvider : LatestKind.FailedThroughProvider)] =
                happening with { Cause = failure?.Advice.Cause };
        }

        AddProvider(report, now);
    }

    /// <summary>Nothing of what the provider failed by holds any more.</summary>
    public void ProviderWorks(Guid provider) => _providers[provider] = new ProviderChange(Worked: true, null);

    /// <summary>It was removed.</summary>
    public void ProviderGone(Guid provider) => ProvidersGone([provider]);

    /// <inheritdoc cref="ProviderGone"/>
    public void ProvidersGone(IEnumerable<Guid> providers) => _gone.UnionWith(providers);

    /// <summary>A server took a test email of the tenant.</summary>
    public void Tested(Guid tenantId, DateTimeOffset now) => _latest[(tenantId, LatestKind.Tested)] = new Happening(now, Guid.Empty, null, null);

    public void Failed(Guid tenantId, DateTimeOffset now) => Count(tenantId, now, TrendMeasure.Failed);

    public void Clear()
    {
        _counts.Clear();
        _latest.Clear();
        _providers.Clear();
        _gone.Clear();
    }

    private static Guid? ProviderOf(DeliveryReport report) => report.ProviderId ?? report.ProviderOwner;

    private void AddProvider(DeliveryReport report, DateTimeOffset now)
    {
        if (ProviderOf(report) is not { } provider)
        {
            return;
        }

        switch (report.Outcome.OfProvider)
        {
            case null:
                ProviderWorks(provider);
                break;
            case { Blame: Blame.Provider or Blame.Credentials } failure:
                Fails(failure);
                break;
            case { Blame: Blame.Sender } failure when report.IsOwnersSender:
                Fails(failure);
                break;
            case { Blame: not (Blame.Throttle or Blame.Ours), IsProviderReached: true }:
                ProviderWorks(provider);
                break;
        }

        void Fails(DeliveryFailure failure)
        {
            var change = _providers.GetValueOrDefault(provider);
            _providers[provider] = change with
            {
                Failure = change.Failure ?? new Happening(now, report.Email.Id, failure.Stage, failure.Advice.Cause),
            };
        }
    }

    private void Count(Guid tenantId, DateTimeOffset now, int measure)
    {
        var start = TrendInterval.StartOf(now);
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (tenantId, start, measure), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (Guid.Empty, start, measure), out _)++;
    }

    private static string? InheritedFailureOr(DeliveryReport report, Guid tenantId) =>
        InheritedFailure.WordsFor(report, tenantId) ?? report.Outcome.Reason?.Advice.Cause;

    /// <param name="Worked">What was known of failures is over.</param>
    /// <param name="Failure">The first one since then.</param>
    public readonly record struct ProviderChange(bool Worked, Happening? Failure);

    public readonly record struct Happening(DateTimeOffset At, Guid MessageId, DeliveryStage? Stage, string? Cause);
}
