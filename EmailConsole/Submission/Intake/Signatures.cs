namespace EmailConsole.Submission.Intake;

/// <summary>What of a message may not be changed, because somebody signed it.</summary>
internal sealed class Signatures
{
    private const string Dkim = "DKIM-Signature";
    private const string Arc = "ARC-";

    private readonly HashSet<string> _covered = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isBodySigned;
    private bool _isHeaderSigned;

    private Signatures(HeaderBlock header)
    {
        foreach (var field in header.Fields.Where(IsSignature))
        {
            _isHeaderSigned = true;
            foreach (var name in Covered(field.Read()))
            {
                _covered.Add(name);
            }
        }

        _isBodySigned = header.First("Content-Type") is { } type && IsSigned(type.Read());
    }

    /// <summary>DKIM, ARC, S/MIME or OpenPGP.</summary>
    public bool Any => _isHeaderSigned || _isBodySigned;

    public static Signatures Of(HeaderBlock header) => new(header);

    /// <summary>Whether a signature does not hold any more when a field of this name is added, changed or cut.</summary>
    public bool Cover(string name) => _covered.Contains(name);

    /// <summary>Cuts those of the header; one within the body (S/MIME, OpenPGP) stays, as it says nothing about the header.</summary>
    public void Remove(HeaderBlock header)
    {
        foreach (var field in header.Fields.Where(IsSignature))
        {
            field.Cut();
        }

        _isHeaderSigned = false;
        _covered.Clear();
    }

    /// <summary>Whether a content of that type is signed, or encrypted as a whole.</summary>
    public static bool IsSigned(string contentType) =>
        contentType.Split(';', 2)[0].Trim(' ', '\t').ToUpperInvariant() is "MULTIPART/SIGNED" or "APPLICATION/PKCS7-MIME" or "APPLICATION/X-PKCS7-MIME";

    private static bool IsSignature(HeaderField field) => field.Is(Dkim) || field.StartsWith(Arc);

    // RFC 6376 section 3.5: h= is a list with colons, and blanks stand anywhere
    private static IEnumerable<string> Covered(string signature) => signature
        .Split(';', StringSplitOptions.TrimEntries)
        .Where(tag => tag.StartsWith('h') && tag[1..].TrimStart().StartsWith('='))
        .SelectMany(tag => tag[(tag.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
