namespace EmailConsole.Rest;

/// <summary>Which requests are for a REST API: <c>/api/…</c> and <c>/t/{tenant-domain}/api/…</c>.</summary>
public static class RestPaths
{
    /// <summary>Where this console's own API is, with a tenant's domain as route value.</summary>
    public const string Console = $"/t/{{{Tenants.TenantPolicies.RouteValue}}}/api/v1";

    private const string Api = "/api";
    private const string Tenant = "/t/";

    /// <summary>Also true for paths below that nothing answers: the error is one of the API then.</summary>
    public static bool IsRest(PathString path) => Below(path) is not null;

    /// <summary>The path without its tenant, such as <c>/api/v1/emails</c>; null outside the APIs.</summary>
    public static PathString? Below(PathString path)
    {
        if (path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            return path;
        }

        var text = path.Value ?? "";
        if (!text.StartsWith(Tenant, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = text.IndexOf('/', Tenant.Length);
        if (end <= Tenant.Length)
        {
            return null;
        }

        PathString rest = text[end..];
        return rest.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase) ? rest : (PathString?)null;
    }
}
