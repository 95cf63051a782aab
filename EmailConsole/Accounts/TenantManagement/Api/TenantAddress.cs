namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary>Where a tenant is, for the header <c>Location</c>.</summary>
internal static class TenantAddress
{
    /// <summary>The console's own address, as whoever asks knows it.</summary>
    public static Uri BaseOf(HttpRequest request, ConsoleAddress console) =>
        console.BaseOf($"{request.Scheme}://{request.Host}{request.PathBase}");

    /// <returns>Absolute.</returns>
    public static string Of(HttpRequest request, ConsoleAddress console, Guid id)
    {
        var path = request.Path.Value!;
        var list = path[..(path.IndexOf(TenantEndpoints.Path, StringComparison.OrdinalIgnoreCase) + TenantEndpoints.Path.Length)];
        return new Uri(BaseOf(request, console), $"{list.TrimStart('/')}/{id}").AbsoluteUri;
    }
}
