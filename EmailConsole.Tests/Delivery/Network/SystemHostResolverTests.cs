using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Tests.Delivery.Network;

public sealed class SystemHostResolverTests : IDisposable
{
    private readonly ManualResetEventSlim _answers = new();
    private int _asked;

    public void Dispose() => _answers.Dispose();

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
            Assert.True(_answers.Wait(Bound.Wait));
        }

        return [IPAddress.Loopback];
    }
}
