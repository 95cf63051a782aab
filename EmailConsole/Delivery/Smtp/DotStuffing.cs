using System.Buffers;

namespace EmailConsole.Delivery.Smtp;

/// <summary>Transparency of DATA (RFC 5321 section 4.5.2): a line that begins with a dot gets another, and a lone dot ends.</summary>
internal static class DotStuffing
{
    // A message of this size goes in one write, which is one packet where it fits
    private const int Block = 80 * 1024;

    /// <summary>Writes a message block by block, so that a large one is not held a second time.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="added">Fields before the content; empty: none.</param>
    /// <param name="content">With CRLF line breaks, ending in one.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> added, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Block, added.Length + (content.Length * 2L) + End.Length));
        try
        {
            var (filled, isLineBegun) = (0, false);
            foreach (var part in (ReadOnlyMemory<byte>[])[added, content])
            {
                for (var rest = part; !rest.IsEmpty;)
                {
                    rest = rest[Fill(rest.Span, buffer, ref filled, ref isLineBegun)..];
                    if (!rest.IsEmpty)
                    {
                        await stream.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
                        filled = 0;
                    }
                }
            }

            if (buffer.Length - filled < End.Length)
            {
                await stream.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
                filled = 0;
            }

            End.CopyTo(buffer.AsSpan(filled));
            await stream.WriteAsync(buffer.AsMemory(0, filled + End.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlySpan<byte> End => ".\r\n"u8;

    /// <returns>How much of it has found room.</returns>
    private static int Fill(ReadOnlySpan<byte> content, Span<byte> buffer, ref int filled, ref bool isLineBegun)
    {
        var taken = 0;

        // There may have to be a dot more than what is taken
        while (taken < content.Length && buffer.Length - filled > 1)
        {
            if (!isLineBegun && content[taken] == '.')
            {
                buffer[filled++] = (byte)'.';
            }

            var run = content.Slice(taken, Math.Min(content.Length - taken, buffer.Length - filled));
            run = run.IndexOf("\n."u8) is >= 0 and var end ? run[..(end + 1)] : run;
            run.CopyTo(buffer[filled..]);
            (filled, taken, isLineBegun) = (filled + run.Length, taken + run.Length, run[^1] != '\n');
        }

        return taken;
    }
}
