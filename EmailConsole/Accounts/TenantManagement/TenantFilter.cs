using System.Text.RegularExpressions;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>A condition on the domain, such as <c>domainName sw foo</c>.</summary>
/// <param name="Operator"><c>sw</c>, <c>co</c>, <c>ew</c> or <c>eq</c>.</param>
/// <param name="Text">Of the domain, in lower case.</param>
internal sealed partial record TenantFilter(string Operator, string Text)
{
    public const string Rule = "Use filter=domainName+sw+text, with one of sw (starts with), co (contains), ew (ends with) and eq (equals).";

    /// <returns>Null where the text is no such condition.</returns>
    public static TenantFilter? Parse(string text) => Form().Match(text) is { Success: true } match
        ? new TenantFilter(match.Groups["op"].Value.ToLowerInvariant(), match.Groups["text"].Value.Trim('"').ToLowerInvariant())
        : null;

    public IQueryable<Tenant> Apply(IQueryable<Tenant> tenants) => Operator switch
    {
        "sw" => tenants.Where(t => t.Domain.StartsWith(Text)),
        "co" => tenants.Where(t => t.Domain.Contains(Text)),
        "ew" => tenants.Where(t => t.Domain.EndsWith(Text)),
        _ => tenants.Where(t => t.Domain == Text),
    };

    [GeneratedRegex("""^\s*domain(Name)?\s+(?<op>sw|co|ew|eq)\s+(?<text>"[^"\s]{1,253}"|[^"\s]{1,253})\s*$""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
