using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Which of a tenant's providers a form is for. The default: the first, and the only one.</summary>
public sealed record FormPlace
{
    /// <summary>Null: the first, or a new one.</summary>
    public ProviderId? Entry { get; init; }

    /// <summary>It is added, not updated.</summary>
    public bool IsNew { get; init; }

    /// <summary>Another one is before it.</summary>
    public bool IsStandby { get; init; }

    /// <summary>Deleting it and closing the form is the list's.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>Of the first of the tenant's providers; null: it is the first.</summary>
    public string? FirstFromAddress { get; init; }

    /// <returns>What it means that mail leaves by this one from another domain; null: nothing, or it does not.</returns>
    internal string? FindAlignmentHint(string fromAddress)
    {
        var (first, own) = (DomainOf(FirstFromAddress ?? ""), DomainOf(fromAddress));
        return first is null || own is null || first == own
            ? null
            : $"The first provider sends from {first}. Receivers judge {own} by its own SPF, DKIM and DMARC: see that this provider may send for it.";
    }

    private static string? DomainOf(string address) =>
        address.LastIndexOf('@') is >= 0 and var at && HostName.TryParse(address[(at + 1)..].Trim(), out var domain, out _) ? domain : null;
}
