namespace EmailConsole.Delivery.Mime;

/// <summary>A message as it goes over the wire; disposed when nobody needs its content any more.</summary>
/// <param name="sender">The envelope's sender, domain in A-labels.</param>
/// <param name="recipients">The envelope's recipients, domains in A-labels.</param>
/// <param name="messageId">Without angle brackets.</param>
internal sealed class BuiltMessage(string sender, IReadOnlyList<string> recipients, string messageId) : IDisposable
{
    public string Sender => sender;

    public IReadOnlyList<string> Recipients => recipients;

    public string MessageId => messageId;

    /// <summary>The first address that only SMTPUTF8 (RFC 6531) can carry; null: none needs it.</summary>
    public string? InternationalAddress { get; init; }

    /// <summary>Whether other fields of the header have characters that only SMTPUTF8 can carry.</summary>
    public bool HasUtf8Header { get; init; }

    /// <summary>Whether the body is such that only 8BITMIME (RFC 6152) can carry it.</summary>
    public bool NeedsEightBit { get; init; }

    public bool NeedsSmtpUtf8 => InternationalAddress is not null || HasUtf8Header;

    /// <summary>Fields put before what a program wrote, which is not copied for their sake; empty: none.</summary>
    public ReadOnlyMemory<byte> Added { get; init; }

    /// <summary>Header and body with CRLF line breaks.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Bytes on the wire, without dots put before others.</summary>
    public int Size => Added.Length + Content.Length;

    /// <summary>Where the content is rented; null: it is not.</summary>
    public ContentBuffer? Buffer { get; init; }

    /// <summary>In one piece, for who cannot write it in two.</summary>
    public ReadOnlyMemory<byte> Whole => Added.IsEmpty ? Content : (byte[])[.. Added.Span, .. Content.Span];

    public void Dispose() => Buffer?.Dispose();
}
