namespace EmailConsole.Delivery.Mime;

/// <summary>A message as it goes over the wire; disposed when nobody needs its content any more.</summary>
/// <param name="sender">The envelope's sender, domain in A-labels.</param>
/// <param name="recipients">The envelope's recipients, domains in A-labels.</param>
/// <param name="messageId">Without angle brackets.</param>
/// <param name="internationalAddress">The first address that only SMTPUTF8 (RFC 6531) can carry; null: none needs it.</param>
/// <param name="content">Header and body with CRLF line breaks.</param>
internal sealed class BuiltMessage(
    string sender, IReadOnlyList<string> recipients, string messageId, string? internationalAddress, ContentBuffer content) : IDisposable
{
    public string Sender => sender;

    public IReadOnlyList<string> Recipients => recipients;

    public string MessageId => messageId;

    public string? InternationalAddress => internationalAddress;

    public bool NeedsSmtpUtf8 => InternationalAddress is not null;

    public ReadOnlyMemory<byte> Content => content.Written;

    public void Dispose() => content.Dispose();
}
