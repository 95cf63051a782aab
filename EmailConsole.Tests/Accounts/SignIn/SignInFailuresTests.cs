using System.Net;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Cluster;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class SignInFailuresTests
{
    private const int Flood = 60_000;

    private readonly FakeTimeProvider _time = new();
    private readonly SignInFailures _failures;

    public SignInFailuresTests() => _failures = new SignInFailures(Options.Create(new SignInLimits()), new SoleNode(_time), _time);

    [Fact]
    public void Count_ManyOtherNames_KeepsALockoutAndWhatWasCounted()
    {
        Fail("LOCKED", Network(1), 5);
        for (var i = 0; i < Flood; i++)
        {
            _failures.Count($"NAME{i}", Network(2));
        }

        Assert.Equal(TimeSpan.FromMinutes(5), _failures.Remaining("LOCKED", Network(1)));

        // Of those that were only counted the oldest is gone, and no other
        Fail($"NAME{Flood - 1}", Network(2), 4);
        Assert.NotNull(_failures.Remaining($"NAME{Flood - 1}", Network(2)));
        Fail("NAME0", Network(2), 4);
        Assert.Null(_failures.Remaining("NAME0", Network(2)));
    }

    [Fact]
    public void Count_ManyLockouts_DropsTheOldestAlone()
    {
        for (var i = 0; i < Flood; i++)
        {
            Fail($"NAME{i}", Network(1), 5);
        }

        Assert.Null(_failures.Remaining("NAME0", Network(1)));
        Assert.NotNull(_failures.Remaining($"NAME{Flood - 1}", Network(1)));
        Assert.NotNull(_failures.Remaining($"NAME{Flood / 2}", Network(1)));
    }

    [Fact]
    public void Count_FromOneNetwork_LeavesTheOthers()
    {
        Fail("ALICE", Network(1), 5);

        Assert.NotNull(_failures.Remaining("ALICE", Network(1)));
        Assert.Null(_failures.Remaining("ALICE", Network(2)));
    }

    [Fact]
    public void TakeTurn_GuessedAtFromManyNetworks_IsOneAMinuteForStrangersAlone()
    {
        var account = Guid.NewGuid();
        var known = new SignInOrigin(IPAddress.Loopback, new Dictionary<Guid, string> { [account] = "device" }).SourceFor(account);
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(_failures.TakeTurn("ALICE", Network(i)));
            _failures.Count("ALICE", Network(i));
        }

        Assert.Equal(TimeSpan.FromMinutes(1), _failures.TakeTurn("ALICE", Network(200)));
        Assert.Null(_failures.TakeTurn("ALICE", known));
        Assert.Null(_failures.TakeTurn("BOB", Network(200)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_failures.TakeTurn("ALICE", Network(200)));
        Assert.NotNull(_failures.TakeTurn("ALICE", Network(201)));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Null(_failures.TakeTurn("ALICE", Network(202)));
        Assert.Null(_failures.TakeTurn("ALICE", Network(203)));
    }

    [Fact]
    public void Forget_PasswordReplaced_EndsAllLockoutsOfTheName()
    {
        Fail("ALICE", Network(1), 5);
        Fail("ALICE", Network(2), 5);
        Fail("BOB", Network(1), 5);

        _failures.Forget("ALICE");

        Assert.Null(_failures.Remaining("ALICE", Network(1)));
        Assert.Null(_failures.Remaining("ALICE", Network(2)));
        Assert.NotNull(_failures.Remaining("BOB", Network(1)));
    }

    private void Fail(string name, SignInSource source, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _failures.Count(name, source);
        }
    }

    private static SignInSource Network(int number) => SignInOrigin.Unknown(new IPAddress([10, 0, (byte)(number / 256), (byte)(number % 256)])).SourceFor(null);
}
