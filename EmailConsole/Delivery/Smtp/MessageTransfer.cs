using EmailConsole.Delivery.Mime;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The stages Sender, Recipient and Content of one message over an open connection.</summary>
internal sealed class MessageTransfer(IOptions<DeliveryOptions> options, TimeProvider clock)
{
    public async Task<DeliveryOutcome> RunAsync(SmtpConnection connection, BuiltMessage message, DeliveryRun run)
    {
        var limits = options.Value;
        var transaction = new SmtpTransaction(connection, message);
        var failure = await run.StageAsync(DeliveryStage.Sender, limits.CommandTimeout, transaction.SenderAsync)
            ?? await run.StageAsync(DeliveryStage.Recipient, limits.CommandTimeout, transaction.RecipientsAsync)
            ?? await run.StageAsync(
                DeliveryStage.Content, limits.ContentTimeout, token => transaction.ContentAsync(limits.CommandTimeout, clock, token));
        if (failure is not null)
        {
            // A reply is the server's word that it has not taken the message; without one nobody knows
            return transaction.IsContentBegun && failure.ReplyCode is null
                ? new DeliveryOutcome.Unknown(failure)
                : new DeliveryOutcome.Failed(failure);
        }

        var accepted = transaction.Accepted!.ToString();
        return new DeliveryOutcome.Delivered(
            QueueId.Find(accepted),
            run.Scrub(accepted),
            [.. transaction.Refused.Select(r => new RefusedRecipient(
                r.Address,
                run.Describe(DeliveryStage.Recipient, Fault.Refused(DeliveryFailureKind.RecipientRefused, r.Reply, r.Address))))]);
    }
}
