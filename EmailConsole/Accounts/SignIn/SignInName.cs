using System.Diagnostics.CodeAnalysis;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts.SignIn;

/// <summary>A username in full: <c>user@tenant-domain</c>. The user part may itself be an email address.</summary>
/// <param name="User">The part before the last <c>@</c>.</param>
/// <param name="Domain">The tenant's domain in its normal form.</param>
public sealed record SignInName(string User, string Domain)
{
    /// <summary>The longest full name that is looked at.</summary>
    public const int MaxLength = 512;

    public string FullName => $"{User}@{Domain}";

    /// <summary>Splits at the last <c>@</c>; without one the tenant is the super tenant.</summary>
    /// <returns>False where no account can have that name.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SignInName? name)
    {
        name = null;
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length is 0 or > MaxLength)
        {
            return false;
        }

        var at = trimmed.LastIndexOf('@');
        var user = at < 0 ? trimmed : trimmed[..at];
        var domain = at < 0 ? TenantDomain.Super : trimmed[(at + 1)..];
        if (!UserPart.IsValid(user) || !TenantDomain.TryParse(domain, out var normal, out _))
        {
            return false;
        }

        name = new SignInName(user, normal);
        return true;
    }
}
