using System.Net;
using EmailConsole.Accounts;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Tests.Accounts.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class HashTurnsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Handle_ManyAtOnce_HashesOnHalfOfTheProcessors()
    {
        var (now, most) = (0, 0);
        var hasher = new ScriptedPasswordHasher
        {
            Verifying = () =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                Thread.Yield();
                Interlocked.Decrement(ref now);
            },
        };
        await using var bed = await AccountsBed.CreateAsync(
            new Dictionary<string, string?> { ["SignIn:AttemptsPerAddress"] = "1000" },
            services => services.AddSingleton<IPasswordHasher<Account>>(hasher));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => bed.Get<SignInByPassword>().HandleAsync(
            $"somebody{i}@foo.com", "x", SignInOrigin.Unknown(IPAddress.Loopback), CancellationToken.None))));

        Assert.All(outcomes, outcome => Assert.IsType<SignInOutcome.Refused>(outcome));
        Assert.InRange(most, 1, HashTurns.Limit);
    }

    [Fact]
    public async Task Take_OthersWait_ComesFirstAsAKnownClient()
    {
        var turns = new HashTurns(_time);
        var running = await TakeAllAsync(turns);
        var stranger = turns.TakeAsync(isKnown: false, CancellationToken.None);
        var known = turns.TakeAsync(isKnown: true, CancellationToken.None);

        running[0].Dispose();

        using var turn = await known;
        Assert.NotNull(turn);
        Assert.False(stranger.IsCompleted);
    }

    [Fact]
    public async Task Take_NoTurnWithinTenSeconds_IsRefused()
    {
        var turns = new HashTurns(_time);
        var running = await TakeAllAsync(turns);
        var waiting = turns.TakeAsync(isKnown: false, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await waiting);
        running[0].Dispose();
        Assert.NotNull(await turns.TakeAsync(isKnown: false, CancellationToken.None));
    }

    [Fact]
    public async Task Take_CancelledWhileWaiting_LeavesTheTurnToOthers()
    {
        var turns = new HashTurns(_time);
        var running = await TakeAllAsync(turns);
        using var gone = new CancellationTokenSource();
        var waiting = turns.TakeAsync(isKnown: true, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        running[0].Dispose();
        running[0].Dispose();
        Assert.NotNull(await turns.TakeAsync(isKnown: false, CancellationToken.None));
        Assert.False(turns.TakeAsync(isKnown: false, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Take_TooManyWait_IsRefusedAtOnce()
    {
        var turns = new HashTurns(_time);
        await TakeAllAsync(turns);
        var waiting = Enumerable.Range(0, 512).Select(_ => turns.TakeAsync(isKnown: false, CancellationToken.None)).ToList();

        Assert.Null(await turns.TakeAsync(isKnown: false, CancellationToken.None));
        Assert.DoesNotContain(waiting, turn => turn.IsCompleted);
    }

    private static async Task<List<IDisposable>> TakeAllAsync(HashTurns turns)
    {
        var all = new List<IDisposable>();
        for (var i = 0; i < HashTurns.Limit; i++)
        {
            all.Add((await turns.TakeAsync(isKnown: false, CancellationToken.None))!);
        }

        return all;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
