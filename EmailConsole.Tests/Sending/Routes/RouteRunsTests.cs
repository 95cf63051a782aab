using CsCheck;
using EmailConsole.Outbox;
using EmailConsole.Tests.Sending.Routes.Runs;

namespace EmailConsole.Tests.Sending.Routes;

/// <summary>A seed that fails is printed, and fails again.</summary>
public sealed class RouteRunsTests
{
    private const int Runs = 100;

    /// <summary>For more of them than in the suite.</summary>
    private const string MoreRuns = "EMAILCONSOLE_ROUTE_RUNS";

    [Fact]
    public Task Run_ProvidersFailAndTheRouteIsEdited_NothingTwiceNothingLostNothingStandsStill() =>
        Gen.Int.Positive.SampleAsync(CheckAsync, iter: int.TryParse(Environment.GetEnvironmentVariable(MoreRuns), out var more) ? more : Runs, threads: 1);

    /// <summary>The standby has a wrong password that nobody noticed: its pause of half a minute is not that of the first.</summary>
    [Fact]
    public async Task Send_TheStandbyFailsAsWell_GoesByTheFirstAsSoonAsThatWorks()
    {
        using var run = new RouteRun(For(12, Behaviour.RefusesConnections), For(9999, Behaviour.RefusesSignIn));
        run.Accept(10, EmailPriority.High);

        await run.PassAsync(25);

        await run.ComesToAsync(() => run.Delivered == 10);
    }

    /// <summary>A single fault of the first sends a message on to a standby that takes nothing for a quarter of an hour.</summary>
    [Fact]
    public async Task Send_WentOnToAStandbyThatTakesNothing_ComesBackToTheFirst()
    {
        using var run = new RouteRun(For(60, Behaviour.RefusesConnections), For(9999, Behaviour.RefusesSignIn));
        for (var i = 0; i < 6; i++)
        {
            run.Accept(3, EmailPriority.High);
            await run.PassAsync(15);
        }

        await run.PassAsync(30);

        await run.ComesToAsync(() => run.Delivered == 18);
    }

    /// <summary>What may be at a server that is down waits for it, and nothing else waits for that.</summary>
    [Fact]
    public async Task Send_ManyMayBeAtAServerThatIsDown_TheOthersLeaveByTheStandby()
    {
        using var run = new RouteRun(For(600, Behaviour.RefusesConnections), []);
        run.Accept(300, EmailPriority.Normal, stayAt: run.Route[0]);
        await run.PassAsync(10);
        run.Accept(400, EmailPriority.Normal);

        await run.PassAsync(90);

        await run.ComesToAsync(() => run.Delivered == 400);
        await run.PassAsync(1200);
        await run.ComesToAsync(() => run.Delivered == 700);
        Assert.True(run.Violations.Count == 0, run.Story);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 10)]
    public async Task Send_MayHaveArrived_GoesOnWhereTheTenantRatherHasItTwice(bool switches, int delivered)
    {
        using var run = new RouteRun(For(9999, Behaviour.BreaksOffWithIt), []) { SwitchesAfterUnknown = switches };
        run.Accept(5, EmailPriority.High);
        run.Accept(5, EmailPriority.Normal);

        await run.PassAsync(30);

        await run.ComesToAsync(() => run.Delivered == delivered);
        Assert.True(run.Violations.Count == 0, run.Story);
    }

    /// <summary>Its pauses are short, but it takes nothing for minutes.</summary>
    [Fact]
    public async Task Send_TheFirstAsksForLessAgainAndAgain_NormalMailWaitsForAMinuteAndBulkForTen()
    {
        using var run = new RouteRun(For(9999, Behaviour.AsksForLess), []);
        run.Accept(30, EmailPriority.Normal);

        // So many that one is always due: a server that nobody asks for a while is taken for one that may bear what comes
        run.Accept(30, EmailPriority.Bulk);

        await run.PassAsync(25);
        Assert.True(run.Delivered == 0, run.Story);
        await run.PassAsync(65);
        await run.ComesToAsync(() => run.Delivered == 30);
        await run.PassAsync(600);
        await run.ComesToAsync(() => run.Delivered == 60);
    }

    /// <summary>Nothing is known anew of a server because its standby gets a name: it stays in its pause, and what it has counts.</summary>
    [Fact]
    public async Task Edit_TheStandbyWhileTheFirstIsSlow_TheFirstIsAskedToBearNoMoreThanBefore()
    {
        using var run = new RouteRun(For(9999, Behaviour.TakesSlowly), []);
        run.Accept(40, EmailPriority.Normal);
        await run.PassAsync(6);

        await run.EditedAsync("a name");
        await run.PassAsync(2);

        Assert.True(run.Violations.Count == 0 && run.Delivered < 40, run.Story);
    }

    private static Phase[] For(int seconds, Behaviour behaviour) => [new Phase(TimeSpan.FromSeconds(seconds), behaviour, behaviour)];

    private static async Task CheckAsync(int seed)
    {
        using var run = new RouteRun(seed);

        await run.RunAsync();

        Assert.True(run.Violations.Count == 0, $"Seed {seed}: {string.Join("; ", run.Violations)}\n{run.Story}");
    }
}
