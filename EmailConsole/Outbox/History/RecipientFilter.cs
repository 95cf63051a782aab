using EmailConsole.Delivery.Mime;

namespace EmailConsole.Outbox.History;

/// <summary>What of a recipient's address a text is.</summary>
public enum RecipientPart
{
    /// <summary>All of it.</summary>
    Address,

    /// <summary>How it begins.</summary>
    Beginning,

    /// <summary>What follows the @, or how that begins where nobody's is just so.</summary>
    Domain,

    /// <summary>How it begins, or its domain.</summary>
    BeginningOrDomain,
}

/// <summary>
/// To whom. Indexes serve a whole address, the beginning of one, and a domain; what stands somewhere within an address cannot be
/// found among a million without reading them all, so it is not offered.
/// </summary>
/// <param name="Text">As SMTP carries it; compared without regard to case (ASCII).</param>
/// <param name="Part">What of an address it is.</param>
public sealed record RecipientFilter(string Text, RecipientPart Part)
{
    /// <summary>Longer than any address (RFC 5321 section 4.5.3.1.3).</summary>
    public const int MaxLength = 320;

    /// <summary>The domain as it is stored; null: it is not about one.</summary>
    public string? Domain => Part is RecipientPart.Domain or RecipientPart.BeginningOrDomain ? InLetters(Text) : null;

    /// <summary>An address is looked for as it is, what begins with @ as a domain, and anything else as the beginning of an address, with a dot also as a domain.</summary>
    /// <returns>Null for blank text.</returns>
    public static RecipientFilter? Of(string? text)
    {
        var typed = (text ?? "").Trim();
        typed = typed.Length > MaxLength ? typed[..MaxLength] : typed;
        return typed is "" or "@" ? null
            : typed.StartsWith('@') ? new RecipientFilter(typed[1..], RecipientPart.Domain)
            : IsWhole(typed) && WireAddress.TryParse(typed, out var address) ? new RecipientFilter(address.Address, RecipientPart.Address)
            : !typed.Contains('@', StringComparison.Ordinal) && typed.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < typed.Length - 1
                ? new RecipientFilter(typed, RecipientPart.BeginningOrDomain)
            : new RecipientFilter(typed, RecipientPart.Beginning);
    }

    /// <summary>Whether it is about that recipient.</summary>
    /// <param name="address">As it is stored.</param>
    public bool Matches(string address)
    {
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return Part switch
        {
            RecipientPart.Address => address.Equals(Text, StringComparison.OrdinalIgnoreCase),
            RecipientPart.Beginning => address.StartsWith(Text, StringComparison.OrdinalIgnoreCase),
            RecipientPart.Domain => domain.StartsWith(Domain!, StringComparison.OrdinalIgnoreCase),
            _ => address.StartsWith(Text, StringComparison.OrdinalIgnoreCase) || domain.StartsWith(Domain!, StringComparison.OrdinalIgnoreCase),
        };
    }

    // "a@b.e" may be on the way to "a@b.example"; a top-level domain has at least two letters
    private static bool IsWhole(string text)
    {
        var domain = text[(text.LastIndexOf('@') + 1)..];
        return domain.Length < text.Length && domain.LastIndexOf('.') is > 0 and var dot && domain.Length - dot > 2;
    }

    private static string InLetters(string domain) =>
        WireAddress.TryParse($"x@{domain}", out var address) ? address.Domain.ToLowerInvariant() : domain.ToLowerInvariant();
}
