using System.Collections.Concurrent;
using System.Net;
using System.Text;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Architecture;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace EmailConsole.Tests.Hosting.Crawl;

/// <summary>
/// Asks every endpoint that the console maps, with every method, as everybody, in every spelling of a tenant. What must be answered
/// follows from the policy that the endpoint declares: one without a policy is a fault, unless it is named here.
/// </summary>
public sealed class CrawlTests(CrawlConsole bed) : IClassFixture<CrawlConsole>
{
    /// <summary>What anybody may ask, by its route.</summary>
    private static readonly string[] Open =
    [
        "/sign-in", "/sign-out", "/set-up", "/invitation", "/not-found", "/error", "/health/live", "/health/ready",
        "/_blazor/initializers/", "/_blazor/disconnect", "/_blazor/disconnect/",
        "/_framework/opaque-redirect", "/_framework/blazor.web.js", "/{**path:file}",
        .. Tokens,
    ];

    /// <summary>Where programs get their tokens: they show their credentials in the body.</summary>
    private static string[] Tokens => [.. from below in (string[])["/oauth2/token", "/oauth2/jwks", "/.well-known/openid-configuration"]
        from tenant in (string[])["", "/t/{TenantDomain}"]
        select tenant + below];

    /// <summary>As they stand in an address, and the tenant that each names.</summary>
    private static readonly (string Written, string? Domain)[] Spellings =
    [
        (CrawlConsole.Own, CrawlConsole.Own),
        ("OWN.Example", CrawlConsole.Own),
        ("own.example.", CrawlConsole.Own),
        ("%6Fwn.example", CrawlConsole.Own),
        ("own%E3%80%82example", CrawlConsole.Own),
        (CrawlConsole.Other, CrawlConsole.Other),
        (CrawlConsole.Asleep, CrawlConsole.Asleep),
        (CrawlConsole.Unknown, CrawlConsole.Unknown),
        (TenantDomain.Super, TenantDomain.Super),
        ("-", null),
        ("own.example%2F..%2Fother.example", null),
    ];

    private static readonly string[] There = [CrawlConsole.Own, CrawlConsole.Other, TenantDomain.Super];

    [Fact]
    public async Task Endpoints_WithoutAPolicy_AreNamedHere()
    {
        var open = (await ConsoleEndpoint.FindAllAsync(bed.Console)).Where(e => e.Policy is null && !e.IsStaticFile).Select(e => e.Route);

        Faults.AssertNone(open.Distinct(StringComparer.Ordinal).Except(Open, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Endpoints_OfATenant_AskForARightInIt()
    {
        var endpoints = (await ConsoleEndpoint.FindAllAsync(bed.Console)).Where(e => e.HasTenant && !Tokens.Contains(e.Route));

        Faults.AssertNone(endpoints
            .Where(e => e.Policy?.Requirements.Any(r => r is RestRequirement or TenantRequirement { Permission: not null }) != true)
            .Select(e => e.ToString()));
    }

    [Fact]
    public async Task Endpoints_AnsweredToEverybodyInEverySpelling_AsTheirPoliciesSay()
    {
        var faults = new ConcurrentBag<string>();
        var requests =
            from endpoint in await ConsoleEndpoint.FindAllAsync(bed.Console)
            where endpoint.Policy is not null
            from method in endpoint.Methods
            from spelling in endpoint.HasTenant ? Spellings : [(TenantDomain.Super, TenantDomain.Super)]
            from identity in bed.Identities
            select (endpoint, method, spelling, identity);
        var asked = 0;
        using var client = bed.CreateClient();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (r, _) =>
        {
            Interlocked.Increment(ref asked);
            var status = await AskAsync(client, r.endpoint, r.method, r.spelling.Written, r.identity);
            if (FaultOf(r.endpoint, r.spelling.Domain, r.identity, status) is { } fault)
            {
                faults.Add($"{r.method} {r.endpoint.AddressOf(r.spelling.Written)} as {r.identity.Name}: {(int)status}, {fault}");
            }
        });

        Assert.InRange(asked, 5_000, int.MaxValue);
        Faults.AssertNone(faults.Order(StringComparer.Ordinal).Take(50));
    }

    /// <returns>What is wrong with the answer; null: nothing.</returns>
    private static string? FaultOf(ConsoleEndpoint endpoint, string? domain, CrawlIdentity identity, HttpStatusCode status)
    {
        if ((int)status >= 500)
        {
            return "a fault of the server";
        }

        var rest = endpoint.Policy!.Requirements.OfType<RestRequirement>().SingleOrDefault();
        var expected = rest is not null
            ? OfApi(endpoint.Policy, rest, domain, identity as CrawlIdentity.Api)
            : OfPage(endpoint, domain, identity as CrawlIdentity.Browser);
        if (expected is { } denial)
        {
            return status == denial ? null : $"{(int)denial} expected";
        }

        // The use cases of tenants ask for more than the policy: a super tenant's administrator
        var isForPlatform = endpoint.Route.Contains("/api/server/v1/tenants", StringComparison.Ordinal) && domain != TenantDomain.Super;
        return isForPlatform ? ((int)status is >= 200 and < 300 ? "only for the super tenant's administrators" : null)
            : status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (status == HttpStatusCode.Found && endpoint.HasTenant && !endpoint.Route.EndsWith("{TenantDomain}", StringComparison.Ordinal))
                ? "the policy lets them through" // a tenant's bare address leads to its first page
            : null;
    }

    /// <returns>The refusal; null: they are let through.</returns>
    private static HttpStatusCode? OfApi(AuthorizationPolicy policy, RestRequirement requirement, string? domain, CrawlIdentity.Api? identity)
    {
        if (identity?.Caller is not { } caller || !policy.AuthenticationSchemes.Contains(identity.Scheme))
        {
            return HttpStatusCode.Unauthorized;
        }

        if (caller.TenantDomain != domain)
        {
            // As in WSO2, but for nobody who is not signed in
            var isServer = policy.AuthenticationSchemes.Contains(RestSchemes.AccessToken);
            return isServer && (domain is null || !There.Contains(domain)) ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized;
        }

        return requirement.IsMetBy(caller) ? null : HttpStatusCode.Forbidden;
    }

    /// <returns>The refusal; null: they are let through.</returns>
    private static HttpStatusCode? OfPage(ConsoleEndpoint endpoint, string? domain, CrawlIdentity.Browser? identity)
    {
        if (identity?.Domain is null)
        {
            // What a page's script asks is answered in its way
            return endpoint.Route is "/_blazor" or "/_blazor/negotiate" ? HttpStatusCode.Unauthorized : HttpStatusCode.Found;
        }

        foreach (var requirement in endpoint.Policy!.Requirements)
        {
            switch (requirement)
            {
                case TenantRequirement { Permission: null } when !identity.IsPlatform:
                    return HttpStatusCode.NotFound;
                case TenantRequirement { Permission: { } permission }:
                    var isThere = domain is not null && (There.Contains(domain) || domain == CrawlConsole.Asleep);
                    if (!isThere || (identity.Domain != domain && !identity.IsPlatform))
                    {
                        return HttpStatusCode.NotFound;
                    }

                    if (permission == TenantPermission.Administer && identity.Role != ActorRole.Administrator)
                    {
                        return HttpStatusCode.Forbidden;
                    }

                    break;
                case TenantRequirement or DenyAnonymousAuthorizationRequirement:
                    break;
                default:
                    Assert.Fail($"The crawl does not know {requirement}.");
                    break;
            }
        }

        return null;
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, ConsoleEndpoint endpoint, string method, string tenant, CrawlIdentity identity)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseAddress!, endpoint.AddressOf(tenant)));
        identity.Sign(request);
        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
