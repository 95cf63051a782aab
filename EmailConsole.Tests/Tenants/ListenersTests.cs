using EmailConsole.Tenants;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Tenants;

public sealed class ListenersTests
{
    private static readonly Guid Tenant = Guid.CreateVersion7();

    private readonly FakeTimeProvider _time = new();
    private readonly FakeListener _told = new(_ => Task.CompletedTask);

    [Fact]
    public async Task Tell_OneHangs_TellsTheOthersAtOnceAndGivesItUpAfterItsTime()
    {
        var hung = new FakeListener(_ => new TaskCompletionSource().Task);
        var telling = TellAsync([hung, _told]);

        await _told.Told.WaitAsync(Bound.Wait);
        await hung.Told.WaitAsync(Bound.Wait);
        Assert.False(telling.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        await telling.WaitAsync(Bound.Wait);
        Assert.True((await hung.Told).IsCancellationRequested);
    }

    [Fact]
    public async Task Tell_OneBlocksItsThread_TellsTheOthersAtOnceAndGivesItUpAfterItsTime()
    {
        using var release = new ManualResetEventSlim();
        var blocked = new FakeListener(_ =>
        {
            release.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        var telling = TellAsync([blocked, _told]);

        await _told.Told.WaitAsync(Bound.Wait);
        await blocked.Told.WaitAsync(Bound.Wait);
        _time.Advance(TimeSpan.FromSeconds(10));

        await telling.WaitAsync(Bound.Wait);
        release.Set();
    }

    [Fact]
    public async Task Tell_OneFails_TellsTheOthers()
    {
        await TellAsync([new(_ => throw new InvalidOperationException("broken")), new(_ => Task.FromException(new OperationCanceledException())), _told]);

        Assert.True(_told.Told.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Tell_WhoeverTellsGivesUp_EndsTheWaitAndTheListeners()
    {
        using var stop = new CancellationTokenSource();
        var hung = new FakeListener(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        var telling = TellAsync([hung], stop.Token);
        await hung.Told.WaitAsync(Bound.Wait);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => telling.WaitAsync(Bound.Wait));
    }

    private Task TellAsync(IReadOnlyList<FakeListener> all, CancellationToken cancellationToken = default) =>
        new Listeners<FakeListener>(all, _time, NullLogger<Listeners<FakeListener>>.Instance)
            .TellAsync(Tenant, (listener, token) => listener.TellAsync(token), cancellationToken);

    private sealed class FakeListener(Func<CancellationToken, Task> behaviour)
    {
        private readonly TaskCompletionSource<CancellationToken> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CancellationToken> Told => _told.Task;

        public Task TellAsync(CancellationToken cancellationToken)
        {
            _told.TrySetResult(cancellationToken);
            return behaviour(cancellationToken);
        }
    }
}
