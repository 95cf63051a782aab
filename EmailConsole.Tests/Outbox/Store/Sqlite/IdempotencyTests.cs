using System.Text;
using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_SameKeyAndBody_GivesTheFirstAnswerAndAcceptsNothing()
    {
        var first = Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync("k", "body"));

        var again = Assert.IsType<AcceptOutcome.Replayed>(await AcceptAsync("k", "body"));

        Assert.Equal(first.Answer.ToArray(), again.Answer.ToArray());
        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Queued);
        Assert.Single(_bed.Lanes.Told);
    }

    [Fact]
    public async Task Accept_SameKeyOtherBody_IsRefused()
    {
        await AcceptAsync("k", "body");

        Assert.IsType<AcceptOutcome.KeyReused>(await AcceptAsync("k", "another"));
        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Accept_SameKeyOfAnotherTenant_IsAnother()
    {
        await AcceptAsync("k", "body");

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync("k", "body", _bed.Bar));
    }

    [Fact]
    public async Task Accept_SameKeyAtOnce_AcceptsOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => AcceptAsync("k", i % 5 == 0 ? "another" : "body"))));

        Assert.Single(outcomes.OfType<AcceptOutcome.Accepted>());
        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Queued);
        Assert.Single(outcomes.OfType<AcceptOutcome.Replayed>().Select(r => Encoding.UTF8.GetString(r.Answer.Span)).Distinct());
    }

    [Fact]
    public async Task Accept_KeyForgotten_IsNewAgain()
    {
        await AcceptAsync("k", "body");
        _bed.Time.Advance(TimeSpan.FromHours(24));

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync("k", "another"));
        Assert.IsType<AcceptOutcome.Replayed>(await AcceptAsync("k", "another"));
    }

    [Fact]
    public async Task FindAnswer_KeyUsedBefore_IsFoundAlsoAfterARestart()
    {
        await AcceptAsync("k", "body");
        await using var after = await _bed.OpenAfterKillAsync();

        Assert.IsType<AcceptOutcome.Replayed>(await after.Accept.FindAnswerAsync(after.Foo, Key("k", "body"), default));
        Assert.IsType<AcceptOutcome.KeyReused>(await after.Accept.FindAnswerAsync(after.Foo, Key("k", "another"), default));
        Assert.Null(await after.Accept.FindAnswerAsync(after.Foo, Key("other", "body"), default));
    }

    [Fact]
    public void Of_SameBodyOnAnotherRoute_IsAnotherBody() =>
        Assert.NotEqual(Key("k", "body").BodyHash, IdempotencyKey.Of("k", "emails/batch", "body"u8).BodyHash);

    private static IdempotencyKey Key(string key, string body) => IdempotencyKey.Of(key, "emails", Encoding.UTF8.GetBytes(body));

    private Task<AcceptOutcome> AcceptAsync(string key, string body, Guid? tenantId = null) => _bed.Accept.AcceptAsync(
        tenantId ?? _bed.Foo, [Emails.New()], Key(key, body), (ids, _) => Encoding.UTF8.GetBytes($"{ids[0]}"));
}
