using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Telemetry;
using MimeKit;

namespace EmailConsole.Sending.Channels;

/// <summary>Hands one message to the shared sender, in as many transactions as the provider's limit of recipients asks for.</summary>
internal sealed partial class Dispatcher(
    ISharedSender sender, IDeliveryRecorder recorder, INode node, OutboxSpans spans, ProviderFacts providers, IServerPast past, ILogger<Dispatcher> logger)
{
    public SenderLimits Limits(Dispatch dispatch) => providers.Limits(dispatch.Provider);

    /// <param name="dispatch">The message.</param>
    /// <param name="lane">Whose; asked once more before anything of it goes out.</param>
    /// <param name="nextPart">Awaited before each transaction but the first, which the server counts as a message too. Must not throw.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>What became of it.</returns>
    public async Task<DeliveryOutcome> RunAsync(Dispatch dispatch, ISendingLane lane, Func<CancellationToken, Task> nextPart, CancellationToken cancellationToken)
    {
        var span = spans.Start(dispatch.Waiting);
        var outcome = await past.AdviseAsync(await TryAsync(dispatch, lane, nextPart, cancellationToken), dispatch.Provider, cancellationToken);
        OutboxSpans.End(span, outcome);
        return outcome;
    }

    private async Task<DeliveryOutcome> TryAsync(
        Dispatch dispatch, ISendingLane lane, Func<CancellationToken, Task> nextPart, CancellationToken cancellationToken)
    {
        if (dispatch.Email.Email is not { } content)
        {
            return new DeliveryOutcome.Failed(dispatch.Email.Failure!);
        }

        bool? mayGo = null;
        try
        {
            return await SendAsync(dispatch, content, MayGoAsync, nextPart, cancellationToken);
        }
        catch (Exception e)
        {
            // A defect of ours must end neither the channel nor the message
            LogUnexpected(e, dispatch.Waiting.Id);
            var failure = new DeliveryFailure(
                DeliveryFailureKind.InternalError, DeliveryStage.Content, null, null, null, Blame.Ours, IsLasting: false,
                new DeliveryAdvice("An error of the console's own; its log has it.", null));
            return mayGo is not true ? new DeliveryOutcome.Failed(failure) : new DeliveryOutcome.Unknown(failure with { Outcome = FailureOutcome.Unknown });
        }

        // The way to here may have taken long: the server was slow to connect, or the database took no results. Decided once:
        // what has gone to some of its recipients goes to the others
        async ValueTask<bool> MayGoAsync(CancellationToken token)
        {
            if (mayGo is null)
            {
                await recorder.RoomAsync(token);
                mayGo = lane.MayStillSend(dispatch);
            }

            // Last, each time: between this look and the bytes nothing is waited for
            return mayGo.Value && node.MayBegin && node.Id == dispatch.Node;
        }
    }

    private async Task<DeliveryOutcome> SendAsync(
        Dispatch dispatch,
        OutgoingEmail content,
        Func<CancellationToken, ValueTask<bool>> before,
        Func<CancellationToken, Task> nextPart,
        CancellationToken cancellationToken)
    {
        if (Limits(dispatch).RecipientsPerMessage is not { } most || content.Envelope is not { } envelope || envelope.Count <= most)
        {
            return await sender.SendAsync(dispatch.Provider, content, before, dispatch.Progress, cancellationToken);
        }

        List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts = [];
        foreach (var some in envelope.Chunk(most))
        {
            if (parts.Count > 0)
            {
                await nextPart(cancellationToken);
            }

            parts.Add((some, await sender.SendAsync(dispatch.Provider, content with { Envelope = some }, before, dispatch.Progress, cancellationToken)));
        }

        return Join(parts);
    }

    /// <summary>Each recipient keeps what became of its own part, whatever became of the others.</summary>
    internal static DeliveryOutcome Join(List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts)
    {
        var refused = parts.SelectMany(p => p.To.Select(to => (to.Address, Failure: p.Outcome.ReasonFor(to.Address))))
            .Where(r => r.Failure is not null)
            .Select(r => new RefusedRecipient(r.Address, r.Failure!));
        return Leading(parts) with { RefusedRecipients = [.. refused] };
    }

    /// <summary>
    /// What stands for the whole: that somebody has it, else that somebody may have it, else what leads to another attempt. A
    /// cancellation comes last: it would leave out of the books what was said of the other parts.
    /// </summary>
    private static DeliveryOutcome Leading(List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts) => parts
        .Select(p => p.Outcome)
        .MinBy(outcome => outcome switch
        {
            DeliveryOutcome.Delivered => 0,
            DeliveryOutcome.Unknown => 1,
            _ when outcome.Reason!.Kind == DeliveryFailureKind.Cancelled => 4,
            _ => RetryPolicy.IsPermanent(outcome.Reason) ? 3 : 2,
        })!;

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending message {Id} ended by an error of the console's own; it is tried again later.")]
    private partial void LogUnexpected(Exception exception, Guid id);
}
