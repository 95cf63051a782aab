using System.Net;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Tests.Cluster;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts.SignIn;

/// <summary>The limits of sign-in, counted by two nodes together.</summary>
public sealed class SignInNewsTests : IAsyncDisposable
{
    private static readonly SignInSource Network = SignInOrigin.Unknown(IPAddress.Parse("192.0.2.1")).SourceFor(null);

    private readonly FakeTimeProvider _time = new();
    private readonly IOptions<SignInLimits> _limits = Options.Create(new SignInLimits());
    private readonly SignInFailures _here;
    private readonly SignInFailures _there;
    private readonly List<SignInThrottle> _throttles = [];
    private readonly FakeNews _news;

    public SignInNewsTests()
    {
        var (first, second) = FakeNews.Pair();
        first.Listener = _here = new SignInFailures(_limits, first, _time);
        second.Listener = _there = new SignInFailures(_limits, second, _time);
        _news = first;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var throttle in _throttles)
        {
            await throttle.DisposeAsync();
        }
    }

    [Fact]
    public void Count_OnTwoNodes_LocksOnBoth()
    {
        Fail(_here, 3);
        Assert.Null(_there.Remaining("ALICE", Network));

        Fail(_there, 2);

        Assert.NotNull(_there.Remaining("ALICE", Network));
        Assert.NotNull(_here.Remaining("ALICE", Network));
        Assert.Null(_here.Remaining("BOB", Network));
    }

    [Fact]
    public void Count_ToldToOthers_NamesNobody()
    {
        Fail(_here, 1);

        Assert.DoesNotContain(_news.Told, text => text.Contains("ALICE", StringComparison.OrdinalIgnoreCase) || text.Contains("192.0", StringComparison.Ordinal));
    }

    [Fact]
    public void Clear_OnOneNode_StartsAnewOnBoth()
    {
        Fail(_here, 4);

        _there.Clear("ALICE", Network);
        Fail(_here, 4);

        Assert.Null(_here.Remaining("ALICE", Network));
        Assert.Null(_there.Remaining("ALICE", Network));
    }

    [Fact]
    public void Forget_OnOneNode_EndsTheLockoutOnBoth()
    {
        Fail(_here, 5);

        _there.Forget("ALICE");

        Assert.Null(_here.Remaining("ALICE", Network));
    }

    [Fact]
    public void TakeTurn_OfASlowedName_IsOneAMinuteOnBothTogether()
    {
        for (var i = 0; i < 100; i++)
        {
            (i % 2 == 0 ? _here : _there).Count("ALICE", SignInOrigin.Unknown(IPAddress.Parse($"198.51.100.{i}")).SourceFor(null));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_here.TakeTurn("ALICE", Network));

        Assert.Equal(TimeSpan.FromMinutes(1), _there.TakeTurn("ALICE", Network));
    }

    [Theory]
    [InlineData("")]
    [InlineData("failed")]
    [InlineData("failed x y True")]
    [InlineData("turn 00000000000000000000000000000000000000000000000000")]
    [InlineData("unknown 1 2")]
    public void Heard_Nonsense_IsPassedOver(string line) => _here.Heard(line);

    [Fact]
    public void Attempt_OnTwoNodes_SharesOneLimit()
    {
        var (here, there) = Throttles();

        for (var i = 0; i < 20; i++)
        {
            Assert.Null((i % 2 == 0 ? here : there).Attempt("ALICE"));
        }

        Assert.NotNull(here.Attempt("ALICE"));
        Assert.NotNull(there.Attempt("ALICE"));
        Assert.Null(there.Attempt("BOB"));
    }

    private (SignInThrottle Here, SignInThrottle There) Throttles()
    {
        var (first, second) = FakeNews.Pair();
        var (here, there) = (new AttemptNews(first), new AttemptNews(second));
        (first.Listener, second.Listener) = (here, there);
        _throttles.AddRange([new SignInThrottle(_limits, here), new SignInThrottle(_limits, there)]);
        return (_throttles[0], _throttles[1]);
    }

    private static void Fail(SignInFailures node, int times)
    {
        for (var i = 0; i < times; i++)
        {
            node.Count("ALICE", Network);
        }
    }
}
