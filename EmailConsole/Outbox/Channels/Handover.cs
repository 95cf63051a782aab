using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Outbox.Lanes;
using EmailConsole.Outbox.Recording;
using EmailConsole.Outbox.Telemetry;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.Outbox.Channels;

/// <summary>Hands one message to the shared sender, in as many transactions as the provider's limit of recipients asks for.</summary>
internal sealed partial class Handover(
    ISharedSender sender, DeliveryWindow window, OutboxSpans spans, IOptions<DeliveryOptions> delivery, ILogger<Handover> logger)
{
    public SenderLimits Limits(LaneTurn turn) => SenderLimits.For(turn.Provider.Settings, delivery.Value);

    /// <returns>What became of it, and its place in the window where anything may have been delivered.</returns>
    public async Task<(DeliveryOutcome Outcome, WindowPlace? Place)> RunAsync(LaneTurn turn, CancellationToken cancellationToken)
    {
        var span = spans.Start(turn.Item.Email);
        var result = await TryAsync(turn, cancellationToken);
        OutboxSpans.End(span, result.Outcome);
        return result;
    }

    private async Task<(DeliveryOutcome Outcome, WindowPlace? Place)> TryAsync(LaneTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Item.Content is not { } content)
        {
            return (new DeliveryOutcome.Failed(turn.Item.Unreadable!), null);
        }

        WindowPlace? place = null;
        var mayGo = false;
        try
        {
            var outcome = await SendAsync(turn, content, MayGoAsync, cancellationToken);
            return (outcome, place);
        }
        catch (Exception e)
        {
            // A defect of ours must end neither the channel nor the message
            LogUnexpected(e, turn.Item.Email.Id);
            var failure = new DeliveryFailure(
                DeliveryFailureKind.InternalError, DeliveryStage.Content, null, null, null, IsRetryable: true,
                new DeliveryAdvice("An error of the console's own; its log has it.", null));
            return (place is null ? new DeliveryOutcome.Failed(failure) : new DeliveryOutcome.Unknown(failure), place);
        }

        // The way to here may have taken long: the server was slow to connect, or the database took no results. Decided once:
        // what has gone to some of its recipients goes to the others
        async ValueTask<bool> MayGoAsync(CancellationToken token)
        {
            if (place is null)
            {
                place = await TakePlaceAsync(turn, token);
                mayGo = turn.Lane.StillWants(turn);
            }

            return mayGo;
        }
    }

    private async ValueTask<WindowPlace> TakePlaceAsync(LaneTurn turn, CancellationToken cancellationToken) =>
        await window.TakeAsync(turn.Provider.OwnerTenantId, turn.Item.Email.Priority == EmailPriority.High, cancellationToken);

    private async Task<DeliveryOutcome> SendAsync(
        LaneTurn turn, OutgoingEmail content, Func<CancellationToken, ValueTask<bool>> before, CancellationToken cancellationToken)
    {
        if (Limits(turn).RecipientsPerMessage is not { } most || content.Envelope is not { } envelope || envelope.Count <= most)
        {
            return await sender.SendAsync(turn.Provider, content, before, cancellationToken);
        }

        List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts = [];
        foreach (var some in envelope.Chunk(most))
        {
            parts.Add((some, await sender.SendAsync(turn.Provider, content with { Envelope = some }, before, cancellationToken)));
        }

        return Join(parts);
    }

    /// <summary>A part that failed is so many refused recipients of a message that others got.</summary>
    private static DeliveryOutcome Join(List<(IReadOnlyList<MailboxAddress> To, DeliveryOutcome Outcome)> parts)
    {
        if (parts.Select(p => p.Outcome).OfType<DeliveryOutcome.Delivered>().FirstOrDefault() is not { } first)
        {
            return parts.Select(p => p.Outcome).OfType<DeliveryOutcome.Unknown>().FirstOrDefault() ?? parts[0].Outcome;
        }

        var refused = parts.SelectMany(p => p.Outcome is DeliveryOutcome.Delivered delivered
            ? delivered.RefusedRecipients
            : p.To.Select(to => new RefusedRecipient(to.Address, p.Outcome.Reason!)));
        return first with { RefusedRecipients = [.. refused] };
    }
}
