using EmailConsole.Delivery.Mime;

namespace EmailConsole.Outbox.History;

/// <summary>
/// To whom. An index serves a whole address and the beginning of one; what stands somewhere within an address cannot be
/// found among a million without reading them all, so it is not offered.
/// </summary>
/// <param name="Text">As SMTP carries it; compared without regard to case (ASCII).</param>
/// <param name="IsBeginning">Whether more may follow.</param>
public sealed record RecipientFilter(string Text, bool IsBeginning)
{
    /// <summary>Longer than any address (RFC 5321 section 4.5.3.1.3).</summary>
    public const int MaxLength = 320;

    /// <summary>An address is looked for as it is, anything else as the beginning of one.</summary>
    /// <returns>Null for blank text.</returns>
    public static RecipientFilter? Of(string? text)
    {
        var typed = (text ?? "").Trim();
        typed = typed.Length > MaxLength ? typed[..MaxLength] : typed;
        return typed.Length == 0 ? null
            : IsWhole(typed) && WireAddress.TryParse(typed, out var address) ? new RecipientFilter(address.Address, IsBeginning: false)
            : new RecipientFilter(typed, IsBeginning: true);
    }

    // "a@b.e" may be on the way to "a@b.example"; a top-level domain has at least two letters
    private static bool IsWhole(string text)
    {
        var domain = text[(text.LastIndexOf('@') + 1)..];
        return domain.Length < text.Length && domain.LastIndexOf('.') is > 0 and var dot && domain.Length - dot > 2;
    }
}
