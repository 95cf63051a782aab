using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Retry;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Outbox.Retry;

public sealed class VerdictsTests
{
    private static readonly Verdicts Verdicts = new(new RetryPolicy(Options.Create(new OutboxOptions())));

    [Fact]
    public void On_UnknownOutcome_IsTriedAgain()
    {
        var verdict = On(new DeliveryOutcome.Unknown(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost)), Row(0));

        Assert.Equal((EmailState.Retrying, OutboxBed.Start.AddSeconds(5)), (verdict.State, verdict.DueAt));
    }

    [Fact]
    public void On_AnswerThatIsNone_IsTriedAgainAfterMinutes()
    {
        var verdict = On(new DeliveryOutcome.Unknown(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ProtocolViolation)), Row(0));

        Assert.Equal((EmailState.Retrying, OutboxBed.Start.AddSeconds(320)), (verdict.State, verdict.DueAt));
    }

    [Fact]
    public void On_PermanentFailure_FailsAll()
    {
        var verdict = On(Emails.Failed(550), Row(0), Row(1));

        Assert.Equal((EmailState.Failed, null), (verdict.State, verdict.DueAt));
        Assert.All(verdict.Changes, c => Assert.Equal((EmailState.Failed, 550), (c.State, c.ReplyCode)));
    }

    [Fact]
    public void On_NobodyAccepted_GivesEachItsOwnReply()
    {
        var verdict = On(Refusing(Emails.Failed(451), (0, 550), (1, 451), (2, 554)), Row(0), Row(1), Row(2), Row(3));

        Assert.Equal(EmailState.Retrying, verdict.State);
        Assert.Equal(
            [(EmailState.Failed, 550), (EmailState.Retrying, 451), (EmailState.Failed, 554), (EmailState.Retrying, 451)],
            verdict.Changes.Select(c => (c.State, c.ReplyCode!.Value)));
        Assert.Equal("554 words of the server", verdict.Changes[2].Reply);
    }

    [Fact]
    public void On_UnknownAfterARefusal_RetriesTheOthersOnly()
    {
        var lost = new DeliveryOutcome.Unknown(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost));

        var verdict = On(Refusing(lost, (1, 550)), Row(0), Row(1));

        Assert.Equal([EmailState.Retrying, EmailState.Failed], verdict.Changes.Select(c => c.State));
    }

    [Fact]
    public void On_PartsThatFailedDifferently_TellsATenantOnlyItsOwnPart()
    {
        var signIn = Emails.Failure(535, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused);
        var some = Emails.DeliveredBut(("r1@bar.example", 550));
        var outcome = some with { RefusedRecipients = [.. some.RefusedRecipients, new RefusedRecipient("r2@bar.example", signIn)] };
        var report = new DeliveryReport(Waiting("r0@bar.example", "r1@bar.example", "r2@bar.example"), outcome, OutboxBed.Start, TimeSpan.Zero)
        {
            ProviderOwner = Guid.CreateVersion7(),
        };

        var verdict = Verdicts.On(report, [Row(0), Row(1), Row(2)], OutboxBed.Start.AddDays(1), 1, OutboxBed.Start, 0);

        Assert.Equal(
            [null, "550 words of the server", "The super tenant's email provider did not pass Authenticate: authentication refused."],
            verdict.Changes.Select(c => c.Reply));
    }

    [Fact]
    public void On_NextAttemptAfterTheEnd_WaitsUntilTheEnd()
    {
        var end = OutboxBed.Start.AddSeconds(4);

        var verdict = On(Emails.Failed(451), end, null, Row(0));
        var paused = On(Emails.Failed(451), end, OutboxBed.Start.AddMinutes(15), Row(0), Row(1));

        Assert.Equal((EmailState.Retrying, end), (verdict.State, verdict.DueAt));
        Assert.Equal((EmailState.Retrying, end), (paused.State, paused.DueAt));
    }

    [Fact]
    public void On_TheEndPassedDuringTheAttempt_Expires()
    {
        var verdict = On(Emails.Failed(451), OutboxBed.Start, null, Row(0));

        Assert.Equal((EmailState.Expired, null), (verdict.State, verdict.DueAt));
    }

    [Fact]
    public void On_NotBefore_PostponesTheRetry()
    {
        var verdict = On(Emails.Failed(421), OutboxBed.Start.AddDays(1), OutboxBed.Start.AddMinutes(3), Row(0));

        Assert.Equal(OutboxBed.Start.AddMinutes(3), verdict.DueAt);
    }

    [Fact]
    public void On_OthersAreFinishedAlready_TheyStayAsTheyAre()
    {
        var report = new DeliveryReport(Waiting("r0@bar.example"), Emails.Delivered, OutboxBed.Start, TimeSpan.Zero);

        var verdict = Verdicts.On(
            report, [Row(0), Row(1, EmailState.Delivered), Row(2, EmailState.Failed)], OutboxBed.Start.AddDays(1), 1, OutboxBed.Start, 0);

        Assert.Equal((EmailState.Failed, 0), (verdict.State, Assert.Single(verdict.Changes).Ordinal));
    }

    [Theory]
    [InlineData(EmailState.Cancelled)]
    [InlineData(EmailState.Expired)]
    public void On_EndedDuringTheAttempt_IsDeliveredWhereItArrivedAndElseStays(EmailState ended)
    {
        Assert.Equal(EmailState.Delivered, On(Emails.Delivered, Row(0, ended)).State);
        Assert.Equal(ended, On(Emails.Failed(451), Row(0, ended)).State);
        Assert.Equal(ended, On(Emails.Failed(550), Row(0, ended)).State);
    }

    [Theory]
    [InlineData(Blame.Provider, false)]
    [InlineData(Blame.Credentials, true)]
    public void On_FaultOfTheProviderWithAnotherBehindIt_GoesOnByThatAtOnce(Blame blame, bool isLasting)
    {
        var verdict = OnRoute(Failure(blame) with { IsLasting = isLasting });

        Assert.Equal((EmailState.Retrying, OutboxBed.Start, new RoutePoint(RouteStep.Next, Provider)), (verdict.State, verdict.DueAt, verdict.Route));
    }

    [Theory]
    [InlineData(Blame.Message)]
    [InlineData(Blame.Recipient)]
    [InlineData(Blame.Sender)]
    [InlineData(Blame.Ours)]
    public void On_FaultOfAnythingElse_WaitsAndBeginsAgain(Blame blame)
    {
        var verdict = OnRoute(Failure(blame));

        Assert.Equal((EmailState.Retrying, OutboxBed.Start.AddSeconds(5), default(RoutePoint)), (verdict.State, verdict.DueAt, verdict.Route));
        Assert.Equal(EmailState.Failed, blame is Blame.Ours ? EmailState.Failed : OnRoute(Failure(blame) with { IsLasting = true }).State);
    }

    [Theory]
    [InlineData(EmailPriority.High, 1, true)]
    [InlineData(EmailPriority.Normal, 50, false)]
    [InlineData(EmailPriority.Normal, 61, true)]
    [InlineData(EmailPriority.Bulk, 61, false)]
    [InlineData(EmailPriority.Bulk, 601, true)]
    public void On_ProviderAsksForLess_GoesOnWhereThatIsLongerThanItsPriorityWaits(EmailPriority priority, int seconds, bool isSwitched)
    {
        var verdict = OnRoute(Failure(Blame.Throttle) with { NotBefore = OutboxBed.Start.AddSeconds(seconds) }, priority);

        Assert.Equal(isSwitched, verdict.Route?.Step == RouteStep.Next);
        Assert.Equal(isSwitched, verdict.DueAt == OutboxBed.Start);
    }

    [Fact]
    public void On_QuotaThatIsUsedUp_FailsUnlessThereIsAnotherProvider()
    {
        var used = Failure(Blame.Throttle) with { IsLasting = true, Stage = DeliveryStage.Content };

        Assert.Equal(EmailState.Retrying, OnRoute(used).State);
        Assert.Equal(EmailState.Failed, OnRoute(used, hasNext: false).State);
        Assert.Equal(EmailState.Retrying, OnRoute(used with { Stage = DeliveryStage.Answer }, hasNext: false).State);
    }

    [Fact]
    public void On_MayHaveArrived_StaysWhereItWasUntilItsEnd()
    {
        var lost = new DeliveryOutcome.Unknown(Failure(Blame.Provider) with { Outcome = FailureOutcome.Unknown });
        var first = OnRoute(lost);
        var second = OnRoute(new DeliveryOutcome.Failed(Failure(Blame.Provider)), route: first.Route!.Value, hasNext: false);

        Assert.Equal(new RoutePoint(RouteStep.Stay, Provider), first.Route);
        Assert.Equal(first.Route, second.Route);
    }

    [Fact]
    public void On_MayHaveArrivedAndTheTenantRatherHasItTwice_GoesOn()
    {
        var lost = new DeliveryOutcome.Unknown(Failure(Blame.Provider) with { Outcome = FailureOutcome.Unknown });
        var report = new DeliveryReport(Waiting("r0@bar.example"), lost, OutboxBed.Start, TimeSpan.Zero) { ProviderId = Provider, HasNext = true, SwitchesAfterUnknown = true };
        Verdict Of(DeliveryReport of) => Verdicts.On(of, [Row(0)], OutboxBed.Start.AddDays(1), 1, OutboxBed.Start, 0);

        Assert.Equal((OutboxBed.Start, new RoutePoint(RouteStep.Next, Provider)), (Of(report).DueAt, Of(report).Route));
        Assert.Equal(RouteStep.Stay, Of(report with { HasNext = false }).Route!.Value.Step);
        var ours = new DeliveryOutcome.Unknown(Failure(Blame.Ours) with { Outcome = FailureOutcome.Unknown });
        Assert.Equal(RouteStep.Stay, Of(report with { Outcome = ours }).Route!.Value.Step);
    }

    [Fact]
    public void On_SomeHaveItAndOthersMayHaveIt_StaysWhereItWas()
    {
        var outcome = Emails.DeliveredBut() with
        {
            RefusedRecipients = [new RefusedRecipient("r0@bar.example", Failure(Blame.Provider) with { Outcome = FailureOutcome.Unknown })],
        };

        Assert.Equal(new RoutePoint(RouteStep.Stay, Provider), OnRoute(outcome).Route);
    }

    [Fact]
    public void On_ARecipientIsRefusedBesides_DoesNotGoOn()
    {
        var outcome = new DeliveryOutcome.Failed(Failure(Blame.Provider)) { RefusedRecipients = [new RefusedRecipient("r0@bar.example", Failure(Blame.Recipient))] };

        Assert.Equal(default(RoutePoint), OnRoute(outcome).Route);
    }

    /// <summary>Those whom it did not take go on by the next one, as a message does that nobody got; one who is refused for good does not keep them.</summary>
    [Fact]
    public void On_SomeHaveItAndOthersAreAboveALimit_TheseGoOnByTheNext()
    {
        var outcome = Emails.DeliveredBut() with
        {
            RefusedRecipients =
            [
                new RefusedRecipient("r1@bar.example", Failure(Blame.Throttle) with { NotBefore = OutboxBed.Start.AddHours(1) }),
                new RefusedRecipient("r2@bar.example", Failure(Blame.Recipient) with { IsLasting = true }),
            ],
        };
        var report = new DeliveryReport(Waiting("r0@bar.example", "r1@bar.example", "r2@bar.example"), outcome, OutboxBed.Start, TimeSpan.Zero) { ProviderId = Provider, HasNext = true };

        var verdict = Verdicts.On(report, [Row(0), Row(1), Row(2)], OutboxBed.Start.AddDays(1), 1, OutboxBed.Start, 0);

        Assert.Equal((OutboxBed.Start, new RoutePoint(RouteStep.Next, Provider)), (verdict.DueAt, verdict.Route));
        Assert.Equal([EmailState.Delivered, EmailState.Retrying, EmailState.Failed], verdict.Changes.Select(c => c.State));
    }

    [Fact]
    public void On_RecipientNotInTheEnvelope_IsNotTouched()
    {
        var report = new DeliveryReport(Waiting("r0@bar.example"), Emails.Delivered, OutboxBed.Start, TimeSpan.Zero);

        var verdict = Verdicts.On(report, [Row(0), Row(1)], OutboxBed.Start.AddDays(1), 1, OutboxBed.Start, 0);

        Assert.Equal((EmailState.Queued, 0), (verdict.State, Assert.Single(verdict.Changes).Ordinal));
        Assert.NotNull(verdict.DueAt);
    }

    [Theory]
    [InlineData(EmailState.Delivered, EmailState.Delivered, EmailState.Delivered)]
    [InlineData(EmailState.Failed, EmailState.Delivered, EmailState.Failed)]
    [InlineData(EmailState.Failed, EmailState.Failed, EmailState.Expired)]
    [InlineData(EmailState.Expired, EmailState.Expired, EmailState.Cancelled)]
    [InlineData(EmailState.Cancelled, EmailState.Cancelled, EmailState.Delivered)]
    [InlineData(EmailState.Retrying, EmailState.Retrying, EmailState.Failed)]
    [InlineData(EmailState.Queued, EmailState.Queued, EmailState.Delivered)]
    [InlineData(EmailState.Retrying, EmailState.Queued, EmailState.Retrying)]
    public void OfMessage_Recipients_IsTheWorstOrStillWaiting(EmailState expected, EmailState one, EmailState other)
    {
        Assert.Equal(expected, EmailStates.OfMessage([one, other]));
        Assert.Equal(expected, EmailStates.OfMessage([other, one]));
    }

    private static readonly Guid Provider = Guid.CreateVersion7();

    private static DeliveryFailure Failure(Blame blame) => Emails.Failure(451) with { Blame = blame, IsLasting = false };

    private static Verdict OnRoute(DeliveryFailure failure, EmailPriority priority = EmailPriority.Normal, bool hasNext = true) =>
        OnRoute(new DeliveryOutcome.Failed(failure), priority, hasNext);

    private static Verdict OnRoute(DeliveryOutcome outcome, EmailPriority priority = EmailPriority.Normal, bool hasNext = true, RoutePoint route = default) => Verdicts.On(
        new DeliveryReport(Waiting("r0@bar.example") with { Priority = priority, Route = route }, outcome, OutboxBed.Start, TimeSpan.Zero) { ProviderId = Provider, HasNext = hasNext },
        [Row(0)],
        OutboxBed.Start.AddDays(1),
        1,
        OutboxBed.Start,
        0);

    private static RecipientRow Row(int ordinal, EmailState state = EmailState.Queued) => new(ordinal, $"r{ordinal}@bar.example", state);

    private static DeliveryOutcome Refusing(DeliveryOutcome outcome, params (int Ordinal, int Code)[] refused) => outcome with
    {
        RefusedRecipients = [.. refused.Select(r => new RefusedRecipient($"r{r.Ordinal}@bar.example", Emails.Failure(r.Code)))],
    };

    private static Verdict On(DeliveryOutcome outcome, params RecipientRow[] rows) =>
        On(outcome, OutboxBed.Start.AddDays(1), null, rows);

    private static Verdict On(DeliveryOutcome outcome, DateTimeOffset expiresAt, DateTimeOffset? notBefore, params RecipientRow[] rows)
    {
        var report = new DeliveryReport(Waiting([.. rows.Select(r => r.Address)]), outcome, OutboxBed.Start, TimeSpan.Zero) { NotBefore = notBefore };
        return Verdicts.On(report, rows, expiresAt, 1, OutboxBed.Start, 0);
    }

    private static WaitingEmail Waiting(params string[] recipients) => new(
        Guid.Empty, Guid.Empty, EmailPriority.Normal, OutboxBed.Start, OutboxBed.Start, OutboxBed.Start, 0, "", 0, recipients);
}
