namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// Finds out what a server does with a chunk that it refuses. One that says it knows BDAT (RFC 3030) but leaves the chunk
/// unread would take the body of a message for commands, whatever stands in it.
/// </summary>
internal static class ChunkingProbe
{
    private static readonly byte[] _noop = "NOOP\r\n"u8.ToArray();

    /// <remarks>
    /// BDAT without MAIL must be refused, and its six bytes must be gone. EHLO follows in the same group: its reply of
    /// several lines cannot be mistaken for the answer to a NOOP that should never have been run.
    /// </remarks>
    /// <returns>Whether refused chunks are dropped; if not, the connection must be closed.</returns>
    public static async Task<bool> RunAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var capabilities = connection.Capabilities;
        await connection.WriteGroupAsync(["BDAT 6 LAST"], default, _noop, cancellationToken);
        await connection.WriteAsync([$"EHLO {connection.EhloName}"], cancellationToken);
        var refusal = await connection.ReadReplyAsync(cancellationToken);
        if (refusal.Code is < 500 or 521)
        {
            return false;
        }

        var ehlo = await connection.ReadReplyAsync(cancellationToken);
        if (ehlo.Code != 250 || ehlo.Lines.Count < 2 || connection.HasLeftOvers
            || !SmtpCapabilities.Parse(ehlo).Chunking)
        {
            return false;
        }

        connection.Capabilities = capabilities;
        connection.IsChunkingProven = true;
        return true;
    }
}
