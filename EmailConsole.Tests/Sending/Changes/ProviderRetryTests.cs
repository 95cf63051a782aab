using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Sending.Changes;
using EmailConsole.Sending.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Changes;

/// <summary>How often a provider is tried; what a try does is seen with lanes.</summary>
public sealed class ProviderRetryTests : IDisposable
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    private readonly FakeTimeProvider _time = new();
    private readonly ChannelSet _channels;
    private readonly WaitingRetries _retries;
    private readonly OutboxWriter _writer;
    private readonly ProviderRetry _retry;

    public ProviderRetryTests()
    {
        _channels = new ChannelSet(null!, null!, null!, null!, _time, null!, NullLogger<ProviderChannel>.Instance);
        _retries = new WaitingRetries(null!, null!, null!, null!, null!, null!, _time, NullLogger<WaitingRetries>.Instance);
        _writer = new OutboxWriter(null!, null!, null!, NoEvents.Instance, Options.Create(new OutboxOptions()), NullLogger<OutboxWriter>.Instance);
        _retry = new ProviderRetry(_channels, _retries, new ProviderNotes(new SqlStatistics(null!, _writer), _time, NullLogger<ProviderNotes>.Instance), new SoleNode(_time), _time);
    }

    public void Dispose()
    {
        _retry.Dispose();
        _retries.Dispose();
        _channels.Dispose();
        _writer.Dispose();
    }

    [Fact]
    public void TryNow_TwiceWithinTenSeconds_SaysWhen()
    {
        Assert.Null(_retry.TryNow(Owner));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(7), _retry.TryNow(Owner));
        Assert.Null(_retry.TryNow(Guid.CreateVersion7()));
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Null(_retry.TryNow(Owner));
    }

    [Fact]
    public void TrySoon_WithinTenSeconds_IsTriedOnceWhenTheyAreOver()
    {
        _retry.TryNow(Owner);
        _time.Advance(TimeSpan.FromSeconds(3));

        _retry.TrySoon(Owner);
        _retry.TrySoon(Owner);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(10), _retry.TryNow(Owner));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(_retry.TryNow(Owner));
    }

    [Fact]
    public void Works_AtAnyTime_TakesNobodysTurn()
    {
        _retry.Works(new ProviderInForce(ProviderOrigin.Tenant, Owner, Guid.Empty, new EmailProviderSettings(), EmailProviderSecrets.None));

        Assert.Null(_retry.TryNow(Owner));
    }
}
