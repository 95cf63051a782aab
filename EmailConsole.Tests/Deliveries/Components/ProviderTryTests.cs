using EmailConsole.Deliveries.Components;
using EmailConsole.Outbox;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>What became of <i>Try now</i>.</summary>
public sealed class ProviderTryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 5, 53, 40, TimeSpan.Zero);
    private static readonly ProviderHealth.Paused Paused =
        new(Now.AddMinutes(-5), Now.AddMinutes(1), IsTrying: false, "The server refuses the sign-in: 535 5.7.8 Bad credentials") { MayTry = true, FailedAt = Now.AddMinutes(-1) };

    private readonly ProviderTry _try = new();

    [Fact]
    public async Task See_FailsAgain_SaysWhenAndWhy()
    {
        await BeginAsync(Paused, waiting: 3);
        Assert.Equal("One waiting message is tried now; the others follow when it is taken.", _try.Answer);

        Assert.False(_try.See(Paused with { IsTrying = true }));
        Assert.Equal("One waiting message is tried now; the others follow when it is taken.", _try.Answer);

        Assert.False(_try.See(Paused with { Until = Now.AddMinutes(2), FailedAt = Now.AddSeconds(6) }));
        Assert.Equal("Tried at 05:53:46 UTC: failed again. The server refuses the sign-in: 535 5.7.8 Bad credentials.", _try.Answer);

        // What fails later was not asked for, and what works later neither
        Assert.False(_try.See(Paused with { FailedAt = Now.AddMinutes(4) }));
        Assert.StartsWith("Tried at 05:53:46 UTC", _try.Answer, StringComparison.Ordinal);
        Assert.False(_try.See(new ProviderHealth.Works()));
        Assert.Null(_try.Answer);
    }

    [Fact]
    public async Task See_Works_IsToldOnce()
    {
        await BeginAsync(Paused, waiting: 1);

        Assert.False(_try.See(Paused with { IsTrying = true }));
        Assert.True(_try.See(new ProviderHealth.Works()));
        Assert.False(_try.See(new ProviderHealth.Works()));
        Assert.Null(_try.Answer);
    }

    [Fact]
    public async Task See_WasSlowedOrNotTriedOrOfAnotherTenant_ClaimsNothing()
    {
        await BeginAsync(new ProviderHealth.Slowed(Now.AddSeconds(30), "Too much.") { MayTry = true }, waiting: 1);
        Assert.False(_try.See(new ProviderHealth.Works()));

        await _try.BeginAsync(() => Task.FromResult<RetryOutcome>(new RetryOutcome.TooSoon(TimeSpan.FromSeconds(4))), Paused, 1);
        Assert.StartsWith("It was tried a moment ago", _try.Answer, StringComparison.Ordinal);
        Assert.False(_try.See(new ProviderHealth.Works()));

        await BeginAsync(Paused, waiting: 1);
        Assert.False(_try.See(null));
        Assert.False(_try.See(new ProviderHealth.Works()));
    }

    [Theory]
    [InlineData(0L, "No message waits: the next one tries it.")]
    [InlineData(null, "One waiting message is tried now; the others follow when it is taken. Where none waits, the next one tries it.")]
    public async Task Begin_NothingWaitsOrNobodyKnows_PromisesNoTry(long? waiting, string answer)
    {
        await BeginAsync(Paused, waiting);

        Assert.Equal(answer, _try.Answer);
    }

    private Task BeginAsync(ProviderHealth health, long? waiting) => _try.BeginAsync(() => Task.FromResult<RetryOutcome>(new RetryOutcome.Tried()), health, waiting);
}
