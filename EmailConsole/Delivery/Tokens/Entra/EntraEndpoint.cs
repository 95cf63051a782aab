using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Tokens.Entra;

/// <summary>A token endpoint of Microsoft Entra.</summary>
/// <param name="Host">One of the hosts of all clouds.</param>
/// <param name="Tenant">The directory: an id or a domain.</param>
internal sealed partial record EntraEndpoint(string Host, string Tenant)
{
    private static readonly FrozenSet<string> Hosts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "login.microsoftonline.com",
        "login.microsoft.com",
        "login.windows.net",
        "sts.windows.net",
        "login.microsoftonline.us",
        "login.usgovcloudapi.net",
        "login-us.microsoftonline.com",
        "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn");

    // To MSAL these are no tenants but other kinds of server, which it would look up elsewhere
    private static readonly FrozenSet<string> OtherServices = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "adfs", "tfp", "dstsv2");

    public string Authority => $"https://{Host}/{Tenant}";

    /// <summary>Exactly: neither a subdomain nor a name that merely contains one.</summary>
    public static bool IsEntraHost(Uri endpoint) => Hosts.Contains(endpoint.IdnHost);

    /// <summary>Whether it is <c>/{tenant}/oauth2/v2.0/token</c> or <c>/{tenant}/oauth2/token</c> on such a host.</summary>
    public static bool TryParse(Uri endpoint, [NotNullWhen(true)] out EntraEndpoint? parsed)
    {
        parsed = null;
        if (!IsEntraHost(endpoint) || !endpoint.IsDefaultPort || endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            return false;
        }

        var match = Path().Match(endpoint.AbsolutePath);
        if (!match.Success || OtherServices.Contains(match.Groups["tenant"].Value))
        {
            return false;
        }

        parsed = new EntraEndpoint(endpoint.IdnHost.ToLowerInvariant(), match.Groups["tenant"].Value);
        return true;
    }

    [GeneratedRegex(@"\A/(?<tenant>[a-z0-9][a-z0-9.-]{0,252})/oauth2/(v2\.0/)?token\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Path();
}
