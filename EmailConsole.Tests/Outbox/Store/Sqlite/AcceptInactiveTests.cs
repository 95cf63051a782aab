using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>The tenant is looked at in the transaction that accepts, not only when the request began.</summary>
public sealed class AcceptInactiveTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accept_TenantIsNotActive_AcceptsNothing(bool isDeleted)
    {
        await AcceptAsync(_bed.Foo, "before");
        await (isDeleted ? _bed.DeleteTenantAsync(_bed.Foo) : _bed.SetActiveAsync(_bed.Foo, isActive: false));

        Assert.IsType<AcceptOutcome.TenantInactive>(await AcceptAsync(_bed.Foo, "after"));
        Assert.IsType<AcceptOutcome.TenantInactive>(await AcceptAsync(_bed.Foo, "before"));

        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Queued);
        Assert.Single(_bed.Lanes.Told);
    }

    [Fact]
    public async Task Accept_ActiveAgain_IsAccepted()
    {
        await _bed.SetActiveAsync(_bed.Foo, isActive: false);
        await AcceptAsync(_bed.Foo, "1");

        await _bed.SetActiveAsync(_bed.Foo, isActive: true);

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(_bed.Foo, "2"));
    }

    [Fact]
    public async Task Accept_TogetherWithAnotherTenants_RefusesTheInactiveOnesAlone()
    {
        await _bed.SetActiveAsync(_bed.Foo, isActive: false);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => AcceptAsync(i % 2 == 0 ? _bed.Foo : _bed.Bar, $"{i}"))));

        Assert.Equal((20, 20), (outcomes.OfType<AcceptOutcome.TenantInactive>().Count(), outcomes.OfType<AcceptOutcome.Accepted>().Count()));
        Assert.Equal((0, 20), (_bed.Outbox.CountsOf(_bed.Foo).Queued, _bed.Outbox.CountsOf(_bed.Bar).Queued));
    }

    private Task<AcceptOutcome> AcceptAsync(Guid tenantId, string key) =>
        _bed.Accept.AcceptAsync(tenantId, [Emails.New()], IdempotencyKey.Of(key, "emails", "body"u8), (_, _) => ReadOnlyMemory<byte>.Empty);
}
