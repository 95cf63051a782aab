using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Sending.Changes;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Sending.Changes;

public sealed class LaneChangesTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task ChangedAsync_ProviderFailsByTheNewSettingsAtOnce_ForgetsTheOldFailureAndKeepsTheNew()
    {
        using var channels = new ChannelSet(null!, null!, null!, null!, _bed.Time, null!, NullLogger<ProviderChannel>.Instance);
        using var retries = new WaitingRetries(null!, null!, null!, null!, null!, null!, _bed.Time, NullLogger<WaitingRetries>.Instance);
        using var lanes = new LaneSet(null!, null!, null!, null!, null!, new LanesElsewhere(), Options.Create(new OutboxOptions()), _bed.Time, NullLogger<Lane>.Instance);
        var changes = new LaneChanges(lanes, channels, null!, new SoleNode(_bed.Time), retries, null!, null!, _bed.Get<ProviderNotes>());
        await FailAsync();
        _bed.Time.Advance(TimeSpan.FromMinutes(1));

        await changes.ChangedAsync(_bed.Foo, CancellationToken.None);
        await FailAsync();

        var past = (await _bed.Trends.ProvidersAsync([_bed.Foo], CancellationToken.None))[_bed.Foo];
        Assert.Equal(OutboxBed.Start.AddMinutes(1), past.Failure!.At);
    }

    private async Task FailAsync()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync((await _bed.TakeAsync()).Single(e => e.Id == id), Emails.Failed(null, DeliveryStage.Connect), _bed.Foo);
    }
}
