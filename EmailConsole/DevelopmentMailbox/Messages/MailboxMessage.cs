using System.Runtime.InteropServices;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>A message as it was handed over.</summary>
/// <param name="Id">UUID version 7.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Sender">Of the envelope (MAIL FROM); empty for a bounce.</param>
/// <param name="Recipients">Of the envelope (RCPT TO).</param>
/// <param name="Subject">Decoded; empty when there is none.</param>
/// <param name="From">The From header, decoded; empty when there is none.</param>
/// <param name="Source">The octets between DATA and the final dot.</param>
public sealed record MailboxMessage(
    Guid Id, DateTimeOffset ReceivedAt, string Sender, IReadOnlyList<string> Recipients, string Subject, string From, ReadOnlyMemory<byte> Source)
{
    /// <summary>What a strict server would have refused about the conversation, in whole sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The source to read from, without a copy.</summary>
    internal Stream OpenSource() => Open(Source);

    internal static Stream Open(ReadOnlyMemory<byte> source) =>
        MemoryMarshal.TryGetArray(source, out var octets)
            ? new MemoryStream(octets.Array!, octets.Offset, octets.Count, writable: false)
            : new MemoryStream(source.ToArray(), writable: false);
}
