using EmailConsole.Deliveries.Components;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>What is answered to an action goes once the message has gone on.</summary>
public sealed class DeliveryAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(EmailChange.Done, EmailState.Cancelled, true)]
    [InlineData(EmailChange.Done, EmailState.Failed, true)]
    [InlineData(EmailChange.Done, EmailState.Queued, false)]
    [InlineData(EmailChange.BeingSent, EmailState.Sending, true)]
    [InlineData(EmailChange.BeingSent, EmailState.Retrying, false)]
    [InlineData(EmailChange.BeingSent, EmailState.Delivered, false)]
    [InlineData(EmailChange.AlreadyFinished, EmailState.Delivered, true)]
    [InlineData(EmailChange.AlreadyFinished, EmailState.Queued, false)]
    public void ToCancel_InEachState_HoldsWhileItIsTrue(EmailChange change, EmailState state, bool holds) =>
        Assert.Equal(holds, DeliveryAnswer.ToCancel(change).Holds(Email(state, 1)));

    [Theory]
    [InlineData(EmailChange.Done, EmailState.Queued, 1, true)]
    [InlineData(EmailChange.Done, EmailState.Sending, 1, false)]
    [InlineData(EmailChange.Done, EmailState.Delivered, 2, false)]
    [InlineData(EmailChange.Done, EmailState.Retrying, 2, false)]
    [InlineData(EmailChange.Done, EmailState.Cancelled, 1, false)]
    [InlineData(EmailChange.StillWaiting, EmailState.Sending, 1, true)]
    [InlineData(EmailChange.StillWaiting, EmailState.Delivered, 2, false)]
    [InlineData(EmailChange.QueueFull, EmailState.Failed, 1, true)]
    [InlineData(EmailChange.QueueFull, EmailState.Queued, 1, false)]
    public void ToResend_InEachState_HoldsWhileItIsTrue(EmailChange change, EmailState state, int attempts, bool holds) =>
        Assert.Equal(holds, DeliveryAnswer.ToResend(change, Email(EmailState.Failed, 1)).Holds(Email(state, attempts)));

    [Theory]
    [InlineData(EmailState.Retrying, 1, true)]
    [InlineData(EmailState.Sending, 1, true)]
    [InlineData(EmailState.Retrying, 2, false)]
    [InlineData(EmailState.Delivered, 2, false)]
    [InlineData(EmailState.Cancelled, 1, false)]
    public void ToRetry_Tried_HoldsUntilTheAttemptIsMade(EmailState state, int attempts, bool holds) =>
        Assert.Equal(holds, DeliveryAnswer.ToRetry(new RetryOutcome.Tried(), Email(EmailState.Retrying, 1)).Holds(Email(state, attempts)));

    [Theory]
    [InlineData(EmailChange.BeingSent, EmailState.Sending, EmailState.Retrying)]
    [InlineData(EmailChange.AlreadyFinished, EmailState.Delivered, EmailState.Queued)]
    [InlineData(EmailChange.Scheduled, EmailState.Scheduled, EmailState.Queued)]
    public void ToRetry_Refused_HoldsInThatStateAlone(EmailChange change, EmailState state, EmailState other)
    {
        var answer = DeliveryAnswer.ToRetry(new RetryOutcome.Refused(change), Email(state, 1));

        Assert.True(answer.Holds(Email(state, 1)));
        Assert.False(answer.Holds(Email(other, 1)));
    }

    [Theory]
    [InlineData(EmailState.Retrying, 1, true)]
    [InlineData(EmailState.Sending, 1, false)]
    [InlineData(EmailState.Retrying, 2, false)]
    public void Unavailable_NothingChanged_HoldsWhileNothingHas(EmailState state, int attempts, bool holds) =>
        Assert.Equal(holds, DeliveryAnswer.Unavailable(Email(EmailState.Retrying, 1)).Holds(Email(state, attempts)));

    [Fact]
    public void Of_DoneAndGoneOnAtOnce_IsNotSaidAtAll() =>
        Assert.Null(DeliveryAnswer.ToResend(EmailChange.Done, Email(EmailState.Failed, 1)).Of(Email(EmailState.Delivered, 2)));

    [Fact]
    public void Of_RefusedAndGoneOnAtOnce_IsSaidUntilItGoesOnAgain()
    {
        var right = DeliveryAnswer.ToCancel(EmailChange.BeingSent).Of(Email(EmailState.Retrying, 1));

        Assert.NotNull(right?.Of(Email(EmailState.Retrying, 1)));
        Assert.Null(right?.Of(Email(EmailState.Retrying, 2)));
    }

    [Fact]
    public void Of_RefusedWhileItIsSent_GoesWithTheAttempt()
    {
        var right = DeliveryAnswer.ToCancel(EmailChange.BeingSent).Of(Email(EmailState.Sending, 0));

        Assert.NotNull(right?.Of(Email(EmailState.Sending, 0)));
        Assert.Null(right?.Of(Email(EmailState.Retrying, 1)));
    }

    [Theory]
    [InlineData(null, "An attempt is under way. It will not be sent")]
    [InlineData(DeliveryStage.Connect, "An attempt is under way. It will not be sent")]
    [InlineData(DeliveryStage.Authenticate, "An attempt is under way. It will not be sent")]
    [InlineData(DeliveryStage.Sender, "The server has been told of it already")]
    [InlineData(DeliveryStage.Recipient, "The server has been told of it already")]
    [InlineData(DeliveryStage.Content, "The server has been told of it already")]
    [InlineData(DeliveryStage.Request, "The server has been told of it already")]
    [InlineData(DeliveryStage.Answer, "The server has been told of it already")]
    public void CancelPromise_WhileItIsSent_PromisesNoMoreThanIsTrue(DeliveryStage? stage, string begins)
    {
        var story = new EmailStory(Email(EmailState.Sending, 0), [], HasContent: true) { UnderWay = new StageUnderWay(stage, Now, null) };

        Assert.StartsWith(begins, DeliveryWords.CancelPromise(story), StringComparison.Ordinal);
    }

    [Fact]
    public void CancelPromise_WhileItWaits_IsWhole() => Assert.StartsWith(
        "It will not be sent to those who have not got it yet.",
        DeliveryWords.CancelPromise(new EmailStory(Email(EmailState.Retrying, 1), [], HasContent: true)),
        StringComparison.Ordinal);

    private static EmailSummary Email(EmailState state, int attempts) => new(
        Guid.Empty, Guid.Empty, state, EmailPriority.Normal, Now, null, Now.AddMinutes(5), null, "1@foo.com", attempts, 700, null, null, []);
}
