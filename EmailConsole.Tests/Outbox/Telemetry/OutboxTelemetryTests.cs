using System.Diagnostics.Metrics;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Telemetry;

namespace EmailConsole.Tests.Outbox.Telemetry;

/// <summary>What the outbox counts.</summary>
public sealed class OutboxTelemetryTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;
    private RecordedMetrics _metrics = null!;

    public async Task InitializeAsync()
    {
        _bed = await OutboxBed.OpenAsync(o => o.QueueLimit = 4);
        _metrics = new RecordedMetrics(_bed.Get<IMeterFactory>());
    }

    public async Task DisposeAsync()
    {
        _metrics.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Accept_Messages_AreCountedByPriority()
    {
        await _bed.AcceptAsync(Emails.New());
        await _bed.Accept.AcceptAsync(
            _bed.Foo, [Emails.New() with { Priority = EmailPriority.High }, Emails.New(), Emails.New()], null, (_, _) => ReadOnlyMemory<byte>.Empty);

        Assert.Equal([("priority=high", 1), ("priority=normal", 3)], Sorted("emailconsole.outbox.accepted"));
        Assert.NotEmpty(_metrics.Values("emailconsole.outbox.commit.duration"));
    }

    [Fact]
    public async Task Accept_QueueFull_RefusalsAreCounted()
    {
        var six = Enumerable.Repeat(Emails.New(), 6).ToList();

        await _bed.Accept.AcceptAsync(_bed.Foo, six, null, (_, _) => ReadOnlyMemory<byte>.Empty);
        await _bed.Accept.AcceptAsync(_bed.Foo, six, null, (_, _) => ReadOnlyMemory<byte>.Empty);

        Assert.Equal([("reason=queue_full", 8)], Sorted("emailconsole.outbox.refused"));
        Assert.Equal([("priority=normal", 4)], Sorted("emailconsole.outbox.accepted"));
    }

    [Fact]
    public async Task Accept_KeyUsedBefore_CountsNothing()
    {
        var key = IdempotencyKey.Of("k", "emails", "body"u8);
        await _bed.Accept.AcceptAsync(_bed.Foo, [Emails.New()], key, (_, _) => ReadOnlyMemory<byte>.Empty);
        await _bed.Accept.AcceptAsync(_bed.Foo, [Emails.New()], key, (_, _) => ReadOnlyMemory<byte>.Empty);

        Assert.Equal([("priority=normal", 1)], Sorted("emailconsole.outbox.accepted"));
    }

    [Fact]
    public async Task Finish_MessagesOfEveryEnd_AreCountedOnceEach()
    {
        var delivered = await _bed.AcceptAsync(Emails.New());
        var failed = await _bed.AcceptAsync(Emails.New());
        var cancelled = await _bed.AcceptAsync(Emails.New());
        var expired = await _bed.AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddSeconds(5) });
        _bed.Time.Advance(TimeSpan.FromSeconds(3));
        var waiting = await _bed.TakeOneAsync(delivered);
        await _bed.RecordAsync(waiting, Emails.Delivered);
        await _bed.RecordAsync(waiting, Emails.Delivered);
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        await _bed.Change.CancelAsync(_bed.Foo, [cancelled, cancelled], default);
        _bed.Time.Advance(TimeSpan.FromSeconds(3));
        await _bed.Outbox.ExpireAsync([expired]);

        // The watch of expired messages may have been first, and counts after its commit
        await Bound.UntilAsync(() => _metrics["emailconsole.outbox.finished"].ContainsKey("state=expired"));
        Assert.Equal([("state=cancelled", 1), ("state=delivered", 1), ("state=expired", 1), ("state=failed", 1)], Sorted("emailconsole.outbox.finished"));
    }

    [Fact]
    public async Task TimeToDelivery_Delivered_CountsFromWhenItWasDueAndAfterARetryFromAcceptance()
    {
        var scheduled = await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddHours(1) });
        var retried = await _bed.AcceptAsync(Emails.New() with { Priority = EmailPriority.High });
        await _bed.RecordAsync(await _bed.TakeOneAsync(retried), Emails.Failed(451));
        _bed.Time.SetUtcNow(OutboxBed.Start.AddHours(1).AddSeconds(2));
        await _bed.RecordAsync(await _bed.TakeOneAsync(scheduled), Emails.Delivered);
        await _bed.RecordAsync(await _bed.TakeOneAsync(retried), Emails.Delivered);

        Assert.Equal([("priority=high", 3602), ("priority=normal", 2)], Sorted("emailconsole.outbox.time_to_delivery"));
    }

    [Fact]
    public async Task Gauges_WaitingMessages_TellHowManyAndHowLong()
    {
        await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddHours(1) });
        await LookAsync();
        Assert.Equal([("", 0)], Observed("emailconsole.outbox.lag"));
        Assert.Equal([("", 0)], Observed("emailconsole.outbox.oldest.age"));

        var retried = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(retried), Emails.Failed(451));
        _bed.Time.Advance(TimeSpan.FromSeconds(4));
        await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        _bed.Time.Advance(TimeSpan.FromSeconds(0.5));
        await LookAsync();

        Assert.Equal([("state=queued", 2), ("state=retrying", 1)], Observed("emailconsole.outbox.waiting"));
        Assert.Equal([("", 0.5)], Observed("emailconsole.outbox.lag"));
        Assert.Equal([("", 4.5)], Observed("emailconsole.outbox.oldest.age"));
    }

    private Task LookAsync() => _bed.Get<OldestEmailsWatch>().RunAsync(CancellationToken.None);

    private IEnumerable<(string, double)> Sorted(string name) => _metrics[name].OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value));

    private IEnumerable<(string, double)> Observed(string name) => _metrics.Observe(name).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value));
}
