using System.Net.Sockets;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The rest of a group of commands that can come to nothing, because its MAIL or all its RCPT were refused.</summary>
internal static class RefusedGroup
{
    /// <summary>Reads what the server says to the rest, so that the connection can go on with another message.</summary>
    /// <remarks>
    /// Without a sender or a recipient there is nobody to deliver to (RFC 5321 section 3.3, RFC 3030 section 2), and
    /// <see cref="ChunkingProbe"/> has shown that this server then drops a chunk. So nothing is delivered whatever happens here,
    /// be it that the connection is lost, that the time limit passes or that the caller gives up: nothing is thrown.
    /// </remarks>
    /// <param name="connection">Of no more use where it does not get in step again.</param>
    /// <param name="plan">What went together; one by one nothing is left to read.</param>
    /// <param name="recipients">How many RCPT have no reply yet.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>False: the server did not answer to all of it. True also where it said that it ends.</returns>
    public static async Task<bool> LeaveAsync(SmtpConnection connection, TransferPlan plan, int recipients, CancellationToken cancellationToken)
    {
        if (plan == TransferPlan.OneByOne)
        {
            return true;
        }

        try
        {
            for (var i = 0; i < recipients && !connection.IsClosing; i++)
            {
                await connection.ReadReplyAsync(cancellationToken);
            }

            if (plan != TransferPlan.Chunk && !connection.IsClosing)
            {
                await RefuseContentAsync(connection, plan, cancellationToken);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or SmtpProtocolException)
        {
            connection.Distrust();
            return false;
        }
    }

    /// <summary>A server that waits for content which has no recipient gets none (RFC 2920 section 3.1).</summary>
    private static async Task RefuseContentAsync(SmtpConnection connection, TransferPlan plan, CancellationToken cancellationToken)
    {
        var reply = await connection.ReadReplyAsync(cancellationToken);
        if (plan == TransferPlan.PipelinedData && reply.Code == 354)
        {
            await connection.WriteContentAsync(default, default, cancellationToken);
            await connection.ReadReplyAsync(cancellationToken);
        }
        else if (reply.Code < 400)
        {
            connection.Distrust();
        }
    }
}
