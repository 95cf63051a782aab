using System.Net.Sockets;
using EmailConsole.Delivery.Smtp;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Pool;

/// <summary>Returns a connection to the pool, after making it fit for the next message: nobody waits for that.</summary>
internal sealed class ConnectionReturn(ConnectionPools pools, ServerMemory memory, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    /// <param name="lease">Given back when this is done.</param>
    /// <param name="outcome">What became of the message; null: an error of our own.</param>
    public void Return(Lease lease, DeliveryOutcome? outcome)
    {
        var smtp = lease.Connection!.Smtp;
        if (outcome is null || !smtp.IsInStep || smtp.HasLeftOvers)
        {
            pools.Abandon(lease, politely: false);
        }
        else if (outcome is DeliveryOutcome.Delivered && !NeedsProbe(lease))
        {
            pools.Return(lease);
        }
        else
        {
            _ = MakeFitAsync(lease, isDelivered: outcome is DeliveryOutcome.Delivered);
        }
    }

    private bool NeedsProbe(Lease lease) =>
        lease.Connection!.Smtp is { IsChunkingProven: false, Capabilities: { Chunking: true, Pipelining: true } }
        && options.Value is { Chunking: true, Pipelining: true }
        && !memory.Knows(lease.Pool.Key, ServerTrait.NoChunking)
        && !memory.Knows(lease.Pool.Key.ForEveryone, ServerTrait.NoPipelining);

    private async Task MakeFitAsync(Lease lease, bool isDelivered)
    {
        var smtp = lease.Connection!.Smtp;
        var isFit = false;
        var hasAnswered = false;
        using var timer = new CancellationTokenSource(options.Value.CommandTimeout, clock);
        try
        {
            isFit = isDelivered ? await ChunkingProbe.RunAsync(smtp, timer.Token) : (await smtp.CommandAsync("RSET", timer.Token)).Code == 250;
            hasAnswered = true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or SmtpProtocolException)
        {
            // Of no more use; the message's outcome is known by now
        }
        finally
        {
            // Also a probe that was dropped or got no answer: asked each time, it would cost each message a connection
            if (isDelivered && !smtp.IsChunkingProven)
            {
                memory.Note(lease.Pool.Key, ServerTrait.NoChunking, isCertain: hasAnswered);
            }

            if (isFit && smtp is { IsInStep: true, HasLeftOvers: false })
            {
                pools.Return(lease);
            }
            else
            {
                pools.Abandon(lease, politely: false);
            }
        }
    }
}
