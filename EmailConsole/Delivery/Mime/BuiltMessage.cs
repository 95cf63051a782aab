namespace EmailConsole.Delivery.Mime;

/// <summary>A message as it goes over the wire.</summary>
/// <param name="Sender">The envelope's sender, domain in A-labels.</param>
/// <param name="Recipients">The envelope's recipients, domains in A-labels.</param>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="InternationalAddress">The first address that only SMTPUTF8 (RFC 6531) can carry; null: none needs it.</param>
/// <param name="Content">Header and body with CRLF line breaks.</param>
internal sealed record BuiltMessage(
    string Sender, IReadOnlyList<string> Recipients, string MessageId, string? InternationalAddress, ReadOnlyMemory<byte> Content)
{
    public bool NeedsSmtpUtf8 => InternationalAddress is not null;
}
