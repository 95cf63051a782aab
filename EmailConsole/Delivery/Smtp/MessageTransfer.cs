using EmailConsole.Delivery.Mime;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The stages Sender, Recipient and Content of one message over an open connection.</summary>
internal sealed class MessageTransfer(IOptions<DeliveryOptions> options, TimeProvider clock)
{
    public async Task<DeliveryOutcome> RunAsync(SmtpConnection connection, BuiltMessage message, DeliveryRun run)
    {
        var limits = options.Value;
        var plan = TransferPlans.For(connection, message, limits.SingleGroup);
        run.Uses(connection, pipelined: plan != TransferPlan.OneByOne);
        var transaction = new SmtpTransaction(connection, message, plan, clock);

        // In one group the first reply may come with the last, after the server has looked at the whole message
        var envelope = plan == TransferPlan.OneGroup ? limits.ContentTimeout : limits.CommandTimeout;
        var failure = await run.StageAsync(DeliveryStage.Sender, envelope, transaction.SenderAsync)
            ?? await run.StageAsync(DeliveryStage.Recipient, envelope, token => transaction.RecipientsAsync(() => run.Extend(envelope), token))
            ?? await run.StageAsync(
                DeliveryStage.Content, envelope, token => transaction.ContentAsync(() => run.Extend(limits.ContentTimeout), token));
        IReadOnlyList<RefusedRecipient> refused = transaction.Refused.Count == 0 ? [] : [.. transaction.Refused.Select(r => Refuse(r, run))];
        if (failure is not null)
        {
            // A reply is the server's word that it has not taken the message; without one nobody knows
            return transaction.IsContentBegun && failure.ReplyCode is null
                ? new DeliveryOutcome.Unknown(failure) { RefusedRecipients = refused }
                : new DeliveryOutcome.Failed(failure) { RefusedRecipients = refused };
        }

        var accepted = transaction.Accepted!.ToString();
        return new DeliveryOutcome.Delivered(QueueId.Find(accepted), run.Scrub(accepted), refused);
    }

    private static RefusedRecipient Refuse((string Address, SmtpReply Reply) refused, DeliveryRun run) => new(
        refused.Address,
        run.Describe(DeliveryStage.Recipient, Fault.Refused(DeliveryFailureKind.RecipientRefused, refused.Reply, refused.Address)));
}
