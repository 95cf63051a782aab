using EmailConsole.Events.Posting;

namespace EmailConsole.Tests.Events.Posting;

public sealed class EndpointQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly Guid Version = Guid.NewGuid();

    private readonly EndpointQueue _queue = new(Version);

    public EndpointQueueTests() => _queue.Add(Enumerable.Range(0, 20).Select(_ => new DueDelivery(Guid.NewGuid(), Guid.NewGuid(), 0, Now, [])));

    [Fact]
    public void MayBegin_NothingKnown_OneAtATimeThenFour()
    {
        Assert.Equal(1, BeginAll());

        _queue.Answered(Answer(204), Now);

        Assert.Equal(3, BeginAll());
        Assert.Equal(EndpointQueue.MostInFlight, _queue.InFlight);
    }

    [Fact]
    public void Answered_FiveFailures_PausesLongerEachTimeUntilItAnswers()
    {
        for (var i = 0; i < 4; i++)
        {
            _queue.Answered(Answer(500), Now);
        }

        Assert.True(_queue.MayBegin(Now));
        _queue.Answered(Answer(500), Now);
        Assert.False(_queue.MayBegin(Now.AddSeconds(4)));
        Assert.Equal(Now.AddSeconds(5), _queue.PausedUntil);
        Assert.True(_queue.MayBegin(Now.AddSeconds(5)));
        _queue.Answered(Answer(500), Now);
        Assert.False(_queue.MayBegin(Now.AddSeconds(9)));
        for (var i = 0; i < 30; i++)
        {
            _queue.Answered(Answer(500), Now);
        }

        Assert.False(_queue.MayBegin(Now.AddMinutes(9)));
        Assert.True(_queue.MayBegin(Now.AddMinutes(10)));
        _queue.Answered(Answer(200), Now);
        Assert.Null(_queue.PausedUntil);
        Assert.True(_queue.MayBegin(Now));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void Answered_AsksForLess_PausesAtOnceAndAsLongAsItSays(int status)
    {
        _queue.Answered(Answer(status), Now);
        Assert.False(_queue.MayBegin(Now.AddSeconds(4)));

        _queue.Answered(Answer(status) with { RetryAfter = Now.AddMinutes(20) }, Now);

        Assert.False(_queue.MayBegin(Now.AddMinutes(19)));
        Assert.True(_queue.MayBegin(Now.AddMinutes(20)));
    }

    [Fact]
    public void IsNow_AnotherVersion_ForgetsThePause()
    {
        _queue.Answered(Answer(503), Now);
        _queue.IsNow(Version);
        Assert.False(_queue.MayBegin(Now));

        _queue.IsNow(Guid.NewGuid());

        Assert.True(_queue.MayBegin(Now));
    }

    [Fact]
    public void Add_WhatIsHeld_IsTakenOnce()
    {
        var known = _queue.Begin();

        _queue.Add([known]);
        _queue.Forget();

        Assert.Equal([known.Id], _queue.Held);
        _queue.End(known.Id);
        Assert.True(_queue.IsIdle);
    }

    private int BeginAll()
    {
        var count = 0;
        for (; _queue.MayBegin(Now); count++)
        {
            _queue.Begin();
        }

        return count;
    }

    private static WebhookAnswer Answer(int status) => new(Now, TimeSpan.Zero, status, null, status < 300 ? null : "No.");
}
