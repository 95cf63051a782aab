using System.Net.Sockets;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Replies;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The stages Sender, Recipient and Content of one message over an open connection.</summary>
internal sealed class MessageTransfer(ServerMemory memory, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    /// <param name="connection">Signed in.</param>
    /// <param name="message">What to send.</param>
    /// <param name="mayGo">The last word before the content, where that does not go with MAIL; null: it may go.</param>
    /// <param name="run">Is told what happens.</param>
    public async Task<DeliveryOutcome> RunAsync(
        SmtpConnection connection, BuiltMessage message, Func<CancellationToken, ValueTask<bool>>? mayGo, DeliveryRun run)
    {
        var limits = options.Value;
        var isMistrusted = memory.Knows(connection.Server.ForEveryone, ServerTrait.NoPipelining);
        var plan = TransferPlans.For(connection, message, limits.Pipelining && !isMistrusted, limits.SingleGroup);
        var transaction = new SmtpTransaction(connection, message, plan, mayGo, clock);
        run.Uses(connection, transaction);

        // In one group the first reply may come with the last, after the server has looked at the whole message
        var envelope = plan == TransferPlan.OneGroup ? limits.ContentTimeout : limits.CommandTimeout;
        void Extend() => run.Extend(envelope);
        Task<DeliveryFailure?> StageAsync(DeliveryStage stage, Func<CancellationToken, Task<StageResult>> work) =>
            run.StageAsync(stage, envelope, token => WithinGroupAsync(transaction, run, work, token));

        var failure = await StageAsync(DeliveryStage.Sender, token => transaction.SenderAsync(Extend, token))
            ?? await StageAsync(DeliveryStage.Recipient, token => transaction.RecipientsAsync(Extend, token))
            ?? await StageAsync(DeliveryStage.Content, token => transaction.ContentAsync(() => run.Extend(limits.ContentTimeout), token));
        Learn(connection.Server.ForEveryone, transaction, isMistrusted, failure, run);
        IReadOnlyList<RefusedRecipient> refused = transaction.Refused.Count == 0 ? [] : [.. transaction.Refused.Select(r => Refuse(r, run))];
        if (failure is not null)
        {
            return failure.Outcome == FailureOutcome.Unknown
                ? new DeliveryOutcome.Unknown(failure) { RefusedRecipients = refused }
                : new DeliveryOutcome.Failed(failure) { RefusedRecipients = refused };
        }

        // Secrets first: what is shown of the reply comes from what is left
        var accepted = run.Scrub(transaction.Accepted!.ToString());
        return new DeliveryOutcome.Delivered(QueueId.Find(accepted), accepted, refused);
    }

    private static async Task<StageResult> WithinGroupAsync(
        SmtpTransaction transaction, DeliveryRun run, Func<CancellationToken, Task<StageResult>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException
            && transaction.AwaitsGroup && !run.CancellationToken.IsCancellationRequested)
        {
            var kind = e is OperationCanceledException ? DeliveryFailureKind.TimedOut : DeliveryFailureKind.ConnectionLost;
            return new Fault(kind, Detail: SmtpTransaction.GroupLost, IsRetryable: true);
        }
    }

    /// <summary>Whether this server's word on PIPELINING is to be believed from here on.</summary>
    private void Learn(ServerKey server, SmtpTransaction transaction, bool isMistrusted, DeliveryFailure? failure, DeliveryRun run)
    {
        if (transaction.IsGroupLost && !run.CancellationToken.IsCancellationRequested)
        {
            memory.Note(server, ServerTrait.NoPipelining);
        }
        else if (failure?.Kind is DeliveryFailureKind.TimedOut or DeliveryFailureKind.ConnectionLost && transaction.AwaitsGroup)
        {
            // One that has said nothing at all may hang or have gone down
            memory.Note(server, ServerTrait.NoPipelining, isCertain: transaction.HasAnswered);
        }
        else if (isMistrusted && failure is { Kind: DeliveryFailureKind.TimedOut, Stage: DeliveryStage.Sender or DeliveryStage.Recipient })
        {
            // It is slow also command by command, so that was the reason
            memory.Forget(server, ServerTrait.NoPipelining);
        }
    }

    private static RefusedRecipient Refuse((string Address, SmtpReply Reply) refused, DeliveryRun run) => new(
        refused.Address,
        run.Describe(DeliveryStage.Recipient, Fault.Refused(DeliveryFailureKind.RecipientRefused, refused.Reply, refused.Address)));
}
