using System.Globalization;
using EmailConsole.Accounts.TenantManagement.Api.Bodies;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary><c>GET /tenants</c>.</summary>
internal static class ListTenantsOperation
{
    private const int DefaultLimit = 15;

    // The index of the first one counts from 1, and must be a number too
    private const int MaxOffset = int.MaxValue - 1;

    public static async Task<IResult> HandleAsync(
        HttpContext http,
        TenantDirectory directory,
        int? limit,
        int? offset,
        string? sortBy,
        string? sortOrder,
        string? filter,
        CancellationToken cancellationToken)
    {
        if (limit < 0)
        {
            return TenantErrors.InvalidLimit;
        }

        if (offset < 0)
        {
            return TenantErrors.InvalidOffset;
        }

        if (sortBy is not (null or "domainName") || sortOrder?.ToLowerInvariant() is not (null or "asc" or "desc"))
        {
            return TenantErrors.Invalid("Use sortBy=domainName and sortOrder=asc or desc.");
        }

        var condition = filter is null ? null : TenantFilter.Parse(filter);
        if (filter is not null && condition is null)
        {
            return TenantErrors.Invalid(TenantFilter.Rule);
        }

        var query = new TenantQuery(
            condition,
            string.Equals(sortOrder, "desc", StringComparison.OrdinalIgnoreCase),
            Math.Min(offset ?? 0, MaxOffset),
            Math.Min(limit ?? DefaultLimit, ListTenants.MaxPageSize));
        return await directory.ListAsync(http.User, query, cancellationToken) is var (entries, total)
            ? TypedResults.Ok(new TenantListBody(
                total, query.Offset + 1, entries.Count, [.. LinksOf(http.Request, query, total)], [.. entries.Select(e => TenantBody.Of(e))]))
            : TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static IEnumerable<LinkBody> LinksOf(HttpRequest request, TenantQuery query, int total)
    {
        if (query.Limit > 0 && (long)query.Offset + query.Limit < total)
        {
            yield return new LinkBody(AddressOf(request, query.Offset + query.Limit, query.Limit), "next");
        }

        if (query.Limit > 0 && query.Offset > 0)
        {
            yield return new LinkBody(AddressOf(request, Math.Max(0, query.Offset - query.Limit), query.Limit), "previous");
        }
    }

    private static string AddressOf(HttpRequest request, int offset, int limit)
    {
        var kept = request.Query.Where(p => p.Key is not ("offset" or "limit"));
        var page = QueryString.Create(kept)
            .Add("offset", offset.ToString(CultureInfo.InvariantCulture))
            .Add("limit", limit.ToString(CultureInfo.InvariantCulture));
        return $"{request.PathBase}{request.Path}{page}";
    }
}
