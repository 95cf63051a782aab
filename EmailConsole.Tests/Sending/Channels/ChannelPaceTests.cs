using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Channels;

public sealed class ChannelPaceTests
{
    private static readonly SenderLimits Eight = new(8, null, 1000);
    private static readonly DeliveryOutcome BadPassword = new DeliveryOutcome.Failed(
        Emails.Failure(535, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused));

    private readonly FakeTimeProvider _time = new();
    private readonly ChannelPace _pace;

    public ChannelPaceTests() => _pace = new ChannelPace(_time);

    [Fact]
    public void Admits_NothingIsKnownOfTheServer_OneAndOneMoreEveryFiveSeconds()
    {
        Assert.True(_pace.Admits(1, out _));
        _pace.Begin(Eight);

        Assert.False(_pace.Admits(2, out var wait));
        Assert.Equal(ChannelPace.Silence, wait);
        _time.Advance(ChannelPace.Silence);
        Assert.True(_pace.Admits(2, out _));
        Assert.False(_pace.Admits(3, out _));
    }

    [Fact]
    public void Admits_TheServerHasTakenNothingForAMinute_OneGoesFirst()
    {
        Work();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(_pace.Admits(1, out _));
        var first = _pace.Begin(Eight);
        Assert.False(_pace.Admits(2, out var wait));

        Assert.Equal(ChannelPace.Silence, wait);
        _pace.End(Emails.Delivered, first);
        Assert.True(_pace.Admits(8, out _));
    }

    [Fact]
    public void Admits_TheServerHasTakenOne_AsManyAsAllowed()
    {
        Work();

        Assert.True(_pace.Admits(8, out _));
        Assert.False(_pace.Admits(9, out _));
    }

    [Theory]
    [InlineData(421)]
    [InlineData(432)]
    [InlineData(450)]
    [InlineData(454)]
    public void End_AsksForLess_HalvesAndPausesThenRecovers(int code)
    {
        Work();
        _pace.End(Emails.Failed(code, DeliveryStage.Sender), _pace.Begin(Eight));

        Assert.False(_pace.Admits(1, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(250), wait);
        Assert.NotNull(_pace.NotBefore);
        _time.Advance(wait!.Value);
        Work();
        Assert.Equal(4, _pace.Allowed(2));
        for (var i = 0; i < 30; i++)
        {
            Work();
        }

        Assert.Equal(8, _pace.Allowed(2));
    }

    [Fact]
    public void End_OneOfTheRefusedRecipientsAsksForLess_SlowsDown()
    {
        Work();
        var first = Emails.Failure(550, kind: DeliveryFailureKind.RecipientRefused);
        var outcome = new DeliveryOutcome.Failed(first)
        {
            RefusedRecipients = [new("gone@bar.example", first), new("busy@bar.example", Emails.Failure(450) with { Blame = Blame.Throttle })],
        };

        _pace.End(outcome, _pace.Begin(Eight));

        Assert.False(_pace.Admits(1, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(250), wait);
    }

    [Theory]
    [InlineData(450)]
    [InlineData(451)]
    [InlineData(550)]
    public void End_RecipientRefused_TouchesNeitherChannelNorCircuit(int code)
    {
        Work();
        for (var i = 0; i < 20; i++)
        {
            _pace.End(Emails.Failed(code), _pace.Begin(Eight));
            _pace.End(Emails.DeliveredBut(("x@typo.invalid", code)), _pace.Begin(Eight));
            _pace.End(Emails.Failed(554, DeliveryStage.Content), _pace.Begin(Eight));
        }

        Assert.Equal((8, null, CircuitPosition.Closed), (_pace.Allowed(8), _pace.NotBefore, _pace.Circuit.Position));
    }

    [Fact]
    public void End_NotSentAtAll_TouchesNeitherChannelNorCircuit()
    {
        Work();
        for (var i = 0; i < 20; i++)
        {
            _pace.End(new DeliveryOutcome.Failed(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.InternalError)), _pace.Begin(Eight));
            _pace.End(new DeliveryOutcome.Failed(Emails.Failure(null, DeliveryStage.Sender, DeliveryFailureKind.InvalidMessage)), _pace.Begin(Eight));
        }

        Assert.Equal((8, null, CircuitPosition.Closed), (_pace.Allowed(8), _pace.NotBefore, _pace.Circuit.Position));
    }

    [Fact]
    public void End_AsksForLessUntilATime_PausesAsLongAsAsked()
    {
        Work();
        var asked = Emails.Failure(421, DeliveryStage.Sender) with { NotBefore = _time.GetUtcNow().AddMinutes(5) };

        _pace.End(new DeliveryOutcome.Failed(asked), _pace.Begin(Eight));

        Assert.False(_pace.Admits(1, out var wait));
        Assert.Equal(TimeSpan.FromMinutes(5), wait);
        Assert.Equal(_time.GetUtcNow().AddMinutes(5), _pace.NotBefore);
    }

    [Fact]
    public void End_EveryRecipientRefusedOneByTheServersFault_TheServerWorks()
    {
        Work();
        var full = Emails.Failure(452) with { Blame = Blame.Provider };
        for (var i = 0; i < 10; i++)
        {
            _pace.End(
                new DeliveryOutcome.Failed(full) { RefusedRecipients = [new("a@bar.example", full), new("b@bar.example", Emails.Failure(550))] },
                _pace.Begin(Eight));
        }

        Assert.Equal(CircuitPosition.Closed, _pace.Circuit.Position);
    }

    /// <summary>Each sign-in counts towards the lock of a mailbox, whether it was refused or put off.</summary>
    [Theory]
    [InlineData(535)]
    [InlineData(454)]
    [InlineData(421)]
    public void Admits_SignInsRefusedOrDeferredForAnHour_TriesAboutADozenTimes(int code)
    {
        var attempts = 0;
        var failure = new DeliveryOutcome.Failed(Emails.Failure(code, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused));
        for (var end = _time.GetUtcNow().AddHours(1); _time.GetUtcNow() < end; _time.Advance(TimeSpan.FromSeconds(1)))
        {
            // A hundred messages wait: whatever is admitted is tried at once
            while (_pace.Admits(1, out _))
            {
                _pace.End(failure, _pace.Begin(Eight));
                attempts++;
            }
        }

        Assert.InRange(attempts, 8, 13);
    }

    [Fact]
    public void End_ManyAskForLessAtOnce_CountOnce()
    {
        Work();
        var tickets = Enumerable.Range(0, 8).Select(_ => _pace.Begin(Eight)).ToList();
        _time.Advance(TimeSpan.FromMilliseconds(10));

        tickets.ForEach(t => _pace.End(Emails.Failed(421, DeliveryStage.Sender), t));

        _time.Advance(TimeSpan.FromSeconds(1));
        Work();
        Assert.Equal(4, _pace.Allowed(2));
    }

    [Fact]
    public void Admits_HalfOpen_OneProbe()
    {
        for (var i = 0; i < 3; i++)
        {
            _pace.Admits(1, out _);
            _pace.End(BadPassword, _pace.Begin(Eight));
        }

        Assert.False(_pace.Admits(1, out var wait));
        _time.Advance(wait!.Value);
        Assert.True(_pace.Admits(5, out _));
        Assert.True(_pace.Begin(Eight).IsProbe);
        Assert.False(_pace.Admits(1, out _));
    }

    [Fact]
    public void TryNow_CircuitIsOpen_AdmitsOneProbe()
    {
        for (var i = 0; i < 3; i++)
        {
            _pace.Admits(1, out _);
            _pace.End(BadPassword, _pace.Begin(Eight));
        }

        Assert.Equal("The cause.", _pace.LastFailure!.Advice.Cause);
        Assert.True(_pace.TryNow());

        Assert.True(_pace.Admits(5, out _));
        Assert.True(_pace.Begin(Eight).IsProbe);
        Assert.False(_pace.Admits(1, out _));
    }

    [Fact]
    public void TryNow_Throttled_EndsThePauseAndStaysCareful()
    {
        Work();
        var asked = Emails.Failure(421, DeliveryStage.Sender) with { NotBefore = _time.GetUtcNow().AddMinutes(5) };
        _pace.End(new DeliveryOutcome.Failed(asked), _pace.Begin(Eight));
        Assert.NotNull(_pace.LastFailure);

        Assert.False(_pace.TryNow());

        Assert.True(_pace.Admits(1, out _));
        Assert.Null(_pace.ThrottledUntil);
        Work();
        Assert.Equal(4, _pace.Allowed(2));
        Assert.Null(_pace.LastFailure);
    }

    [Fact]
    public void ThrottledUntil_TimePasses_StaysTheSame()
    {
        Work();
        var asked = Emails.Failure(421, DeliveryStage.Sender) with { NotBefore = _time.GetUtcNow().AddMinutes(5) };
        _pace.End(new DeliveryOutcome.Failed(asked), _pace.Begin(Eight));
        var until = _pace.ThrottledUntil;

        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(asked.NotBefore, until);
        Assert.Equal(until, _pace.ThrottledUntil);
    }

    [Fact]
    public void End_SentWithOlderSettings_SaysNothingAboutTheNewOnes()
    {
        var old = Enumerable.Range(0, 3).Select(_ => _pace.Begin(Eight)).ToList();
        _pace.Reset();

        old.ForEach(t => _pace.End(BadPassword, t));

        Assert.True(_pace.Admits(1, out _));
    }

    [Fact]
    public void Admits_ThirtyAMinute_NotOneMoreWithinAMinute()
    {
        var limits = new SenderLimits(3, 30, 1000);
        var sent = 0;
        for (var second = 0; second < 60; second++, _time.Advance(TimeSpan.FromSeconds(1)))
        {
            while (_pace.Admits(1, out _))
            {
                _pace.End(Emails.Delivered, _pace.Begin(limits));
                sent++;
            }
        }

        Assert.Equal(30, sent);
    }

    [Fact]
    public void TakePart_TheMinuteIsFull_SaysHowLongAndCountsWhatGoes()
    {
        var limits = new SenderLimits(3, 2, 1000);
        _pace.Admits(1, out _);
        _pace.Begin(limits);

        Assert.Equal(TimeSpan.Zero, _pace.TakePart());
        var wait = _pace.TakePart();
        Assert.InRange(wait, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));

        _time.Advance(wait);
        Assert.Equal(TimeSpan.Zero, _pace.TakePart());
    }

    [Fact]
    public void Works_CircuitIsOpen_IsClosedAndForgotten()
    {
        var since = _time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            _pace.End(BadPassword, _pace.Begin(Eight));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((since, CircuitPosition.Open), (_pace.FailingSince, _pace.Circuit.Position));

        Assert.True(_pace.Works());

        Assert.Equal((CircuitPosition.Closed, null, null, null), (_pace.Circuit.Position, _pace.FailingSince, _pace.LastFailure, _pace.NotBefore));
        Assert.True(_pace.Admits(1, out _));

        // One goes first all the same
        _pace.Begin(Eight);
        Assert.False(_pace.Admits(2, out _));
        Assert.False(_pace.Works());
    }

    [Fact]
    public void FailingSince_FailsAgainAndIsAskedForLess_IsTheFirstAndThenNone()
    {
        var since = _time.GetUtcNow();
        _pace.End(BadPassword, _pace.Begin(Eight));
        _time.Advance(TimeSpan.FromMinutes(1));
        _pace.End(BadPassword, _pace.Begin(Eight));
        Assert.Equal(since, _pace.FailingSince);

        _pace.End(Emails.Failed(450, DeliveryStage.Sender), _pace.Begin(Eight));

        Assert.Null(_pace.FailingSince);
        Assert.NotNull(_pace.LastFailure);
    }

    [Fact]
    public void FailingSince_TakesNothingAndAsksForLess_IsTheFirstTimeAfterAMinute()
    {
        var since = _time.GetUtcNow();
        for (var second = 0; second < 60; second += 20)
        {
            _pace.End(Emails.Failed(450, DeliveryStage.Sender), _pace.Begin(Eight));
            Assert.Null(_pace.FailingSince);
            _time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(since, _pace.FailingSince);

        _pace.End(Emails.Delivered, _pace.Begin(Eight));
        Assert.Null(_pace.FailingSince);
    }

    /// <summary>It set out before the circuit opened: what it says is older than that.</summary>
    [Fact]
    public void End_SetOutBeforeTheCircuitOpened_DoesNotCloseItWhereMailHasAnotherWay()
    {
        _pace.HasStandby = true;
        Work();
        var before = Enumerable.Range(0, 3).Select(_ => _pace.Begin(Eight)).ToList();
        for (var i = 0; i < 5; i++)
        {
            _pace.End(Emails.Failed(421, DeliveryStage.Connect), _pace.Begin(Eight));
        }

        Assert.Equal(CircuitPosition.Open, _pace.Circuit.Position);
        _pace.End(Emails.Delivered, before[0]);
        Assert.Equal(CircuitPosition.Open, _pace.Circuit.Position);

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(_pace.Admits(1, out _));
        var probe = _pace.Begin(Eight);
        _pace.End(Emails.Delivered, before[1]);
        _pace.End(Emails.Delivered, before[2]);
        Assert.Equal(CircuitPosition.HalfOpen, _pace.Circuit.Position);

        _pace.End(Emails.Delivered, probe);
        Assert.Equal(CircuitPosition.HalfOpen, _pace.Circuit.Position);
        _pace.End(Emails.Delivered, _pace.Begin(Eight));
        Assert.Equal(CircuitPosition.Closed, _pace.Circuit.Position);
    }

    private void Work()
    {
        _pace.Admits(1, out _);
        _pace.End(Emails.Delivered, _pace.Begin(Eight));
    }
}
