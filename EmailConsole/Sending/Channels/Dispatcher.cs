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

        var word = new LastWord(dispatch, lane, recorder, node);
        try
        {
            return await SendAsync(dispatch, content, word, nextPart, cancellationToken);
        }
        catch (Exception e)
        {
            // A defect of ours must end neither the channel nor the message
            LogUnexpected(e, dispatch.Waiting.Id);
            var failure = new DeliveryFailure(
                DeliveryFailureKind.InternalError, DeliveryStage.Content, null, null, null, Blame.Ours, IsLasting: false,
                new DeliveryAdvice("An error of the console's own; its log has it.", null));
            return !word.IsGiven ? new DeliveryOutcome.Failed(failure) : new DeliveryOutcome.Unknown(failure with { Outcome = FailureOutcome.Unknown });
        }
    }

    private async Task<DeliveryOutcome> SendAsync(
        Dispatch dispatch,
        OutgoingEmail content,
        LastWord word,
        Func<CancellationToken, Task> nextPart,
        CancellationToken cancellationToken)
    {
        if (Limits(dispatch).RecipientsPerMessage is not { } most || content.Envelope is not { } envelope || envelope.Count <= most)
        {
            return await sender.SendAsync(dispatch.Provider, content, word.OfTransaction(), dispatch.Progress, cancellationToken);
        }

        List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts = [];
        foreach (var some in envelope.Chunk(most))
        {
            if (parts.Count > 0)
            {
                await nextPart(cancellationToken);
            }

            parts.Add((some, await sender.SendAsync(dispatch.Provider, content with { Envelope = some }, word.OfTransaction(), dispatch.Progress, cancellationToken)));
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

    /// <summary>
    /// Whether a message may go. The way to the server may take long: it is slow to connect, or the database takes no results. So the lane is asked at the
    /// first word of a transaction, which may wait, and again at the last one before something goes out, and until then the message can be taken back. Decided
    /// once: what has gone to some of its recipients goes to the others.
    /// </summary>
    private sealed class LastWord(Dispatch dispatch, ISendingLane lane, IDeliveryRecorder recorder, INode node)
    {
        private bool? _mayGo;

        /// <summary>Something of it may be out.</summary>
        public bool IsGiven => _mayGo is true;

        /// <returns>As <see cref="ISharedSender"/> asks: nothing is out before the second answer.</returns>
        public Func<CancellationToken, ValueTask<bool>> OfTransaction()
        {
            var isAsked = false;
            return async token =>
            {
                if (_mayGo is null && !isAsked)
                {
                    isAsked = true;
                    await recorder.RoomAsync(token);
                    _mayGo = lane.MayStillSend(dispatch, isLast: false) ? null : false;
                }
                else
                {
                    _mayGo ??= lane.MayStillSend(dispatch, isLast: true);
                }

                // Last, each time: between this look and the bytes nothing is waited for
                return _mayGo is not false && node.MayBegin && node.Id == dispatch.Node;
            };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending message {Id} ended by an error of the console's own; it is tried again later.")]
    private partial void LogUnexpected(Exception exception, Guid id);
}
