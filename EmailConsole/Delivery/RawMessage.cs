namespace EmailConsole.Delivery;

/// <summary>
/// A message as a program wrote it (RFC 5322), made fit to be passed on: every line ends with CR LF, the last one too, and is at most
/// 1,000 octets long with it; no bare CR or LF, no NUL; it has a From, a Date and a Message-ID, and no Bcc.
/// </summary>
/// <param name="Content">Header and body, without dots put before others. It may be read long after it was handed over: no rented memory.</param>
/// <param name="NeedsEightBit">The body has octets above 127: the next server must offer 8BITMIME (RFC 6152).</param>
/// <param name="NeedsUtf8">A header has octets above 127: the next server must offer SMTPUTF8 (RFC 6531).</param>
/// <param name="IsSigned">Nothing of it may be changed, or its signature (DKIM, ARC, S/MIME, OpenPGP) does not hold any more.</param>
/// <param name="MayNameOther">
/// Its From may be another than the provider's: the tenant allowed that when it was taken. Else it is sent only where its From is the
/// provider's From Address at that moment.
/// </param>
public sealed record RawMessage(
    ReadOnlyMemory<byte> Content, bool NeedsEightBit, bool NeedsUtf8, bool IsSigned, bool MayNameOther = false);
