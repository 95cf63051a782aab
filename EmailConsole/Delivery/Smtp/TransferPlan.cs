using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>What goes together in one group of commands (RFC 2920): each group is a round trip.</summary>
internal enum TransferPlan
{
    /// <summary>MAIL, each RCPT, DATA and the content, one after the other.</summary>
    OneByOne = 0,

    /// <summary>MAIL, all RCPT and DATA; then the content.</summary>
    PipelinedData = 1,

    /// <summary>MAIL and all RCPT; then BDAT with the content (RFC 3030).</summary>
    Chunk = 2,

    /// <summary>All of it at once (RFC 3030 section 4.2).</summary>
    OneGroup = 3,
}

internal static class TransferPlans
{
    // With larger ones both sides could wait with a full window for the other to read
    private const int MaxGroup = 64 * 1024;

    /// <remarks>BDAT only where the connection has shown that a refused chunk is dropped: see <see cref="ChunkingProbe"/>.</remarks>
    /// <param name="connection">Signed in.</param>
    /// <param name="message">What is to go.</param>
    /// <param name="mayPipeline">Whether any commands may go together, where the server offers it.</param>
    /// <param name="mayGroup">Whether all of them may.</param>
    public static TransferPlan For(SmtpConnection connection, BuiltMessage message, bool mayPipeline, bool mayGroup)
    {
        var capabilities = connection.Capabilities;
        if (!mayPipeline || !capabilities.Pipelining)
        {
            return TransferPlan.OneByOne;
        }

        return !capabilities.Chunking || !connection.IsChunkingProven ? TransferPlan.PipelinedData
            : mayGroup && message.Size <= MaxGroup ? TransferPlan.OneGroup
            : TransferPlan.Chunk;
    }
}
