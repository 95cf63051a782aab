using System.Collections.Concurrent;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

/// <summary>Servers that look up who calls before they greet, and such as hang.</summary>
public sealed class SlowGreetingTests : IDisposable
{
    // The clock goes on while real sockets work, on a busy machine far; the time of a greeting would be 300 seconds
    private const int LongAfter = 280;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly Stopwatched _watch;
    private readonly SenderBed _bed;
    private readonly ConcurrentQueue<string> _done = new();
    private int _waiting;

    public SlowGreetingTests()
    {
        _watch = new Stopwatched(_clock);
        _bed = new SenderBed { Clock = _watch };
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null, MaxConnections = 3 };
    }

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(33, 0)]
    [InlineData(16, 16)]
    [InlineData(0, 33)]
    [InlineData(200, 200)]
    public async Task SendAsync_SlowServer_Delivers(int greeting, int ehlo)
    {
        await using var server = Slow(greeting, ehlo).Start();

        var sending = SendAsync(_bed.Provider(server.Port));
        await PassUntilAsync(() => _done.Contains("EHLO"));

        Assert.IsType<DeliveryOutcome.Delivered>(await sending.WaitAsync(Bound.Wait));
    }

    [Theory]
    [InlineData(33, 0, "^no greeting within [3-5][0-9] s$")]
    [InlineData(16, 16, "^no answer to EHLO within \\d{1,2} s$")]
    public async Task SendOnceAsync_SlowServer_EndsAfterTheTimeOfACommandAndSaysWhatDidNotCome(int greeting, int ehlo, string detail)
    {
        await using var server = Slow(greeting, ehlo).Start();

        var sending = _bed.FailAsync(server);
        await _bed.Listener.ReachedAsync(DeliveryStage.Greeting);
        await PassUntilAsync(() => sending.IsCompleted);

        var failure = await sending;
        Assert.Equal((DeliveryFailureKind.TimedOut, DeliveryStage.Greeting, true), (failure.Kind, failure.Stage, !failure.IsLasting));
        Assert.Matches(detail, failure.Advice.Cause);
    }

    [Fact]
    public async Task SendAsync_NoGreetingAtAll_EndsAfterGreetingTimeout()
    {
        _bed.Configuration["Delivery:GreetingTimeout"] = "00:01:00";
        await using var server = Slow(1_000, 0).Start();

        var sending = SendAsync(_bed.Provider(server.Port));
        await PassUntilAsync(() => Volatile.Read(ref _waiting) == 1);
        var start = _clock.GetTimestamp();
        await PassUntilAsync(() => sending.IsCompleted);

        Assert.Equal(DeliveryFailureKind.TimedOut, (await sending).Reason?.Kind);
        Assert.InRange(_clock.GetElapsedTime(start).TotalSeconds, 58, LongAfter);
    }

    /// <summary>Timers may run some milliseconds early by the watch that time limits are looked at with.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.999)]
    public async Task SendAsync_ServerHangs_OneConnectionWaitsAndTheOthersDoNotUntilItIsKnown(double rate)
    {
        _watch.Rate = rate;
        await using var server = Slow(10_000, 0).Start();
        var provider = _bed.Provider(server.Port);
        var sending = Enumerable.Range(0, 3).Select(_ => SendAsync(provider)).ToList();
        await PassUntilAsync(() => Volatile.Read(ref _waiting) == 3);

        await PassUntilAsync(() => sending.Count(s => s.IsCompleted) == 2);
        Assert.True(_clock.GetUtcNow() - _clock.Start < TimeSpan.FromSeconds(LongAfter));

        // Its next message is held no longer either, though nobody knows yet
        var start = _clock.GetTimestamp();
        await AssertTimesOutAsync(provider, start);
        await PassUntilAsync(() => sending.TrueForAll(s => s.IsCompleted));

        // And now it is known
        await AssertTimesOutAsync(provider, _clock.GetTimestamp());
        Assert.All(sending, s => Assert.Equal(DeliveryFailureKind.TimedOut, s.Result.Reason?.Kind));
    }

    [Fact]
    public async Task SendAsync_KnownToGreetLate_AllConnectionsWait()
    {
        await using var server = Slow(40, 0).Start();
        var provider = _bed.Provider(server.Port);
        var first = SendAsync(provider);
        await PassUntilAsync(() => _done.Contains("EHLO"));
        Assert.IsType<DeliveryOutcome.Delivered>(await first.WaitAsync(Bound.Wait));
        _clock.Advance(TimeSpan.FromMinutes(2));

        var later = Enumerable.Range(0, 3).Select(_ => SendAsync(provider)).ToList();
        await PassUntilAsync(() => _done.Count(d => d == "EHLO") == 4);

        Assert.All(await Task.WhenAll(later).WaitAsync(Bound.Wait), o => Assert.IsType<DeliveryOutcome.Delivered>(o));
    }

    private async Task AssertTimesOutAsync(ProviderInForce provider, long start)
    {
        var next = SendAsync(provider);
        await PassUntilAsync(() => next.IsCompleted);
        Assert.Equal(DeliveryFailureKind.TimedOut, (await next).Reason?.Kind);
        Assert.InRange(_clock.GetElapsedTime(start).TotalSeconds, 29, LongAfter);
    }

    private ScriptedSmtpServer Slow(int greeting, int ehlo)
    {
        var server = new ScriptedSmtpServer { Extensions = ["PIPELINING"] };
        foreach (var (verb, seconds) in new[] { ("CONNECT", greeting), ("EHLO", ehlo) })
        {
            server.Script[verb] = async (session, line) =>
            {
                Interlocked.Increment(ref _waiting);
                await Task.Delay(TimeSpan.FromSeconds(seconds), _clock, server.Stopping);
                _done.Enqueue(verb);
                await session.BehaveAsync(verb, line);
            };
        }

        return server;
    }

    /// <summary>Lets time pass only as long as it is needed: what follows is between real sockets.</summary>
    private async Task PassUntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            await poll.WaitForNextTickAsync(bound.Token);
            if (Volatile.Read(ref _waiting) > 0)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    /// <param name="clock">By which timers run.</param>
    private sealed class Stopwatched(FakeTimeProvider clock) : TimeProvider
    {
        /// <summary>Of the watch, to the timers.</summary>
        public double Rate { get; set; } = 1;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => (long)(clock.GetTimestamp() * Rate);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
