using EmailConsole.Delivery;
using EmailConsole.Sending.Channels;
using EmailConsole.Tests.Outbox;
using MimeKit;

namespace EmailConsole.Tests.Sending.Channels;

/// <summary>A message with more recipients than one transaction takes: what became of each part.</summary>
public sealed class DispatcherJoinTests
{
    private static readonly DeliveryOutcome Cancelled = new DeliveryOutcome.Failed(
        Emails.Failure(null, DeliveryStage.Sender, DeliveryFailureKind.Cancelled));

    private static readonly DeliveryOutcome Lost = new DeliveryOutcome.Unknown(
        Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost));

    public static TheoryData<string, DeliveryOutcome> Others => new()
    {
        { nameof(DeliveryFailureKind.Refused), Emails.Failed(451) },
        { nameof(DeliveryFailureKind.Cancelled), Cancelled },
        { nameof(DeliveryFailureKind.ConnectionLost), Lost },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Join_OnePartRefusedForGood_FailsThatPartAlone(string kind, DeliveryOutcome other)
    {
        foreach (var joined in new[] { Join((["a", "b"], Emails.Failed(550)), (["c"], other)), Join((["c"], other), (["a", "b"], Emails.Failed(550))) })
        {
            Assert.Equal((550, 550), (ReasonFor(joined, "a")?.ReplyCode, ReasonFor(joined, "b")?.ReplyCode));
            Assert.Equal(kind, ReasonFor(joined, "c")?.Kind.ToString());

            // It is recorded, which a cancelled attempt is not
            Assert.NotEqual(DeliveryFailureKind.Cancelled, joined.Reason?.Kind);
            Assert.Equal(other is DeliveryOutcome.Unknown, joined is DeliveryOutcome.Unknown);
        }
    }

    [Fact]
    public void Join_PartsWithRefusalsOfTheirOwn_KeepsEachReply()
    {
        var refusing = Emails.Failed(451) with
        {
            RefusedRecipients = [new RefusedRecipient("b@bar.example", Emails.Failure(554)), new RefusedRecipient("c@bar.example", Emails.Failure(452))],
        };

        var joined = Join((["a"], Emails.Delivered), (["b", "c", "d"], refusing), (["e"], Emails.DeliveredBut(("e@bar.example", 550))));

        Assert.IsType<DeliveryOutcome.Delivered>(joined);
        Assert.Equal(
            [("b@bar.example", 554), ("c@bar.example", 452), ("d@bar.example", 451), ("e@bar.example", 550)],
            joined.RefusedRecipients.Select(r => (r.Address, r.Failure.ReplyCode!.Value)));
    }

    [Fact]
    public void Join_EveryPartCancelled_IsCancelled() =>
        Assert.Equal(DeliveryFailureKind.Cancelled, Join((["a"], Cancelled), (["b"], Cancelled)).Reason?.Kind);

    private static DeliveryFailure? ReasonFor(DeliveryOutcome outcome, string who) => outcome.ReasonFor($"{who}@bar.example");

    private static DeliveryOutcome Join(params (string[] To, DeliveryOutcome Outcome)[] parts) => Dispatcher.Join(
        [.. parts.Select(p => ((IReadOnlyList<MailboxAddress>)[.. p.To.Select(who => new MailboxAddress(null, $"{who}@bar.example"))], p.Outcome))]);
}
