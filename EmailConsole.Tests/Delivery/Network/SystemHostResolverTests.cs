using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Tests.Delivery.Network;

public sealed class SystemHostResolverTests : IDisposable
{
    private readonly ManualResetEventSlim _answers = new();
    private readonly SemaphoreSlim _one = new(0);
    private int _asked;

    public void Dispose()
    {
        _answers.Dispose();
        _one.Dispose();
    }

    [Fact]
    public async Task ResolveAsync_NameServerHangs_EndsWithTheCallersPatienceAndHindersNoOtherName()
    {
        using var resolver = new SystemHostResolver(LookUp);
        using var givenUp = new CancellationTokenSource();
        var hung = resolver.ResolveAsync("hung.example", givenUp.Token);

        var other = await resolver.ResolveAsync("fast.example", CancellationToken.None).WaitAsync(Bound.Wait);
        await givenUp.CancelAsync();

        Assert.Equal([IPAddress.Loopback], other);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung.WaitAsync(Bound.Wait));
        _answers.Set();
    }

    [Fact]
    public async Task ResolveAsync_ManyForOneName_AskOnceAndOneWhoGivesUpEndsNobodyElsesWait()
    {
        using var resolver = new SystemHostResolver(LookUp);
        using var givenUp = new CancellationTokenSource();
        var first = resolver.ResolveAsync("hung.example", givenUp.Token);
        var others = Enumerable.Range(0, 50).Select(_ => resolver.ResolveAsync("HUNG.example", CancellationToken.None)).ToList();

        await givenUp.CancelAsync();
        _answers.Set();

        Assert.All(await Task.WhenAll(others).WaitAsync(Bound.Wait), found => Assert.Equal([IPAddress.Loopback], found));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task ResolveAsync_MoreNamesHangThanThereAreThreads_AbandonedOnesGetNoneWhenOneIsFree()
    {
        using var resolver = new SystemHostResolver(LookUp, threads: 2);
        using var givenUp = new CancellationTokenSource();
        var hung = Enumerable.Range(0, 20).Select(i => resolver.ResolveAsync($"hung{i}.example", givenUp.Token)).ToList();
        await Bound.UntilAsync(() => _asked == 2);
        var good = resolver.ResolveAsync("fast.example", CancellationToken.None);
        await givenUp.CancelAsync();
        await Task.WhenAll(hung.Select(h => Assert.ThrowsAnyAsync<OperationCanceledException>(() => h.WaitAsync(Bound.Wait))));
        Assert.False(good.IsCompleted);

        _one.Release();

        Assert.Equal([IPAddress.Loopback], await good.WaitAsync(Bound.Wait));
        Assert.Equal(2, _asked);
        _answers.Set();
    }

    [Fact]
    public async Task ResolveAsync_HungNameAskedAndAbandonedManyTimes_HoldsOneThread()
    {
        using var resolver = new SystemHostResolver(LookUp, threads: 2);
        for (var i = 0; i < 200; i++)
        {
            using var givenUp = new CancellationTokenSource();
            var hung = resolver.ResolveAsync("hung.example", givenUp.Token);
            await Bound.UntilAsync(() => _asked == 1);
            await givenUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung.WaitAsync(Bound.Wait));
        }

        Assert.Equal([IPAddress.Loopback], await resolver.ResolveAsync("fast.example", CancellationToken.None).WaitAsync(Bound.Wait));
        Assert.Equal(1, _asked);
        _answers.Set();
    }

    [Fact]
    public async Task ResolveAsync_AbandonedInTheQueueAndAskedAgain_IsAnswered()
    {
        using var resolver = new SystemHostResolver(LookUp, threads: 1);
        using var givenUp = new CancellationTokenSource();
        var hung = resolver.ResolveAsync("hung.example", CancellationToken.None);
        await Bound.UntilAsync(() => _asked == 1);
        var abandoned = resolver.ResolveAsync("fast.example", givenUp.Token);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        var again = resolver.ResolveAsync("fast.example", CancellationToken.None);
        _answers.Set();

        Assert.Equal([IPAddress.Loopback], await again.WaitAsync(Bound.Wait));
        await hung.WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task ResolveAsync_NameFailed_IsAskedAnew()
    {
        using var resolver = new SystemHostResolver(name =>
            Interlocked.Increment(ref _asked) == 1 ? throw new SocketException((int)SocketError.TryAgain) : [IPAddress.Loopback]);

        var failure = await Assert.ThrowsAsync<SocketException>(() => resolver.ResolveAsync("foo.example", CancellationToken.None));
        var found = await resolver.ResolveAsync("foo.example", CancellationToken.None);

        Assert.Equal(SocketError.TryAgain, failure.SocketErrorCode);
        Assert.Equal([IPAddress.Loopback], found);
    }

    private IPAddress[] LookUp(string name)
    {
        if (!name.StartsWith("fast", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _asked);
            Assert.True(WaitHandle.WaitAny([_answers.WaitHandle, _one.AvailableWaitHandle], Bound.Wait) switch
            {
                0 => true,
                1 => _one.Wait(0),
                _ => false,
            });
        }

        return [IPAddress.Loopback];
    }
}
