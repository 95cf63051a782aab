using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Contract;

/// <summary>The operations, their parameters and their errors.</summary>
internal static class TenantOperationCases
{
    private const string NotFound = "Tenant not found.";

    public static IEnumerable<ContractCase> All() => [.. List(), .. Add(), .. LookUp(), .. Change(), .. Protocol()];

    private static IEnumerable<ContractCase> List()
    {
        const string row = "6 GET /tenants";
        yield return Get(row, "all", "").Succeeds(200, a => Assert.True(a.Body.GetProperty("totalResults").GetInt32() >= 4));
        yield return Get($"{row} limit, offset", "second page of one", "?limit=1&offset=1").Succeeds(200, a =>
        {
            Assert.Equal((2, 1), (a.Body.GetProperty("startIndex").GetInt32(), a.Body.GetProperty("count").GetInt32()));
            Assert.Equal(["next", "previous"], a.Body.GetProperty("links").EnumerateArray().Select(l => l.GetProperty("rel").GetString()!));
        });
        yield return Get($"{row} limit, offset", "negative limit", "?limit=-1").Fails(400, "TM-60010", "Invalid Request.", "Limit should not be negative.");
        yield return Get($"{row} limit, offset", "negative offset", "?offset=-1").Fails(400, "TM-60011", "Invalid Request.", "Offset should not be negative.");
        yield return Get($"{row} limit, offset", "no number", "?limit=x").Fails(400, "UE-10000", "Invalid Request.");
        yield return Get($"{row} limit, offset", "the largest offset", $"?offset={int.MaxValue}").Succeeds(200, a =>
            Assert.Equal((int.MaxValue, 0), (a.Body.GetProperty("startIndex").GetInt32(), a.Body.GetProperty("count").GetInt32())));
        yield return Get($"{row} limit, offset", "an offset beyond numbers", "?offset=99999999999").Fails(400, "UE-10000", "Invalid Request.");
        yield return Get($"{row} sortBy, sortOrder", "descending", "?sortBy=domainName&sortOrder=desc&filter=domainName+ew+.example").Succeeds(200, a =>
            Assert.Equal(Domains(a).OrderDescending(StringComparer.Ordinal), Domains(a)));
        yield return Get($"{row} sortBy, sortOrder", "ascending", "?sortBy=domainName&sortOrder=asc&filter=domainName+ew+.example").Succeeds(200, a =>
            Assert.Equal(Domains(a).Order(StringComparer.Ordinal), Domains(a)));
        yield return Get($"{row} sortBy, sortOrder", "unknown", "?sortBy=owner").Fails(400, "UE-10000", "Invalid Request");
        foreach (var filter in new[] { "sw+victim", "co+ictim", "ew+ctim.example", "eq+victim.example" })
        {
            yield return Get($"{row} filter {filter[..2]}", filter, $"?filter=domainName+{filter}").Succeeds(200, a => Assert.Equal([TenantRequests.Domain], Domains(a)));
        }

        yield return Get($"{row} filter eq", "none", "?filter=domainName+eq+victim").Succeeds(200, a => Assert.Empty(Domains(a)));
        yield return Get($"{row} filter eq", "unknown operator", "?filter=domainName+like+v").Fails(400, "UE-10000", "Invalid Request");
    }

    private static IEnumerable<ContractCase> Add()
    {
        const string row = "6 POST /tenants";
        yield return Post(row, "inline-password", TenantRequests.NewTenant).Succeeds(201, a =>
        {
            Assert.Equal(new Uri(a.Console, $"api/server/v1/tenants/{a.Body.GetProperty("id").GetString()}"), a.Response.Headers.Location);
            Assert.Equal(TenantRequests.NewDomain, a.Body.GetProperty("domain").GetString());
            Assert.DoesNotContain(TenantsClient.OwnerPassword, a.Text, StringComparison.Ordinal);
        });
        yield return Post($"{row} optional members", "name, firstname, lastname, additionalClaims", TenantRequests.NewTenant
            .Replace("""{"domain":""", """{"name":"New","domain":""", StringComparison.Ordinal)
            .Replace("""{"username":"kim",""", """{"username":"kim","firstname":"Kim","lastname":"Lee","additionalClaims":[{"claim":"http://wso2.org/claims/telephone","value":"+1"}],""", StringComparison.Ordinal))
            .Succeeds(201);
        yield return Post($"{row} invite-via-email", "no password", Owner("""{"username":"kim","email":"kim@new.example","provisioningMethod":"invite-via-email"}"""))
            .Succeeds(201);
        yield return Post($"{row} 409", "taken", TenantRequests.NewTenant.Replace(TenantRequests.NewDomain, "VICTIM.example", StringComparison.Ordinal))
            .Fails(409, "TM-60009", "Tenant already exists.", "A tenant with same domain VICTIM.example already exist. Please use a different domain name.");
        foreach (var (title, body, code) in new[]
        {
            ("no domain", """{"owners":[]}""", "TM-60013"), ("no owner", """{"domain":"new.example"}""", "TM-60012"),
            ("no username", Owner("""{"email":"kim@new.example","provisioningMethod":"invite-via-email"}"""), "TM-60013"),
            ("no email", Owner("""{"username":"kim","provisioningMethod":"invite-via-email"}"""), "TM-60013"),
            ("no password", Owner("""{"username":"kim","email":"kim@new.example","provisioningMethod":"inline-password"}"""), "TM-60013"),
            ("no domain name", TenantRequests.NewTenant.Replace(TenantRequests.NewDomain, "no domain", StringComparison.Ordinal), "TM-60007"),
            ("empty", "", "UE-10000"), ("null", "null", "UE-10000"), ("cut off", "{", "UE-10000"),
            ("unknown member", """{"domain":"new.example","color":"red"}""", "UE-10000"),
        })
        {
            yield return Post("6 errors TM-…", title, body).Fails(400, code, "Invalid Request.");
        }
    }

    private static IEnumerable<ContractCase> LookUp()
    {
        const string id = "6 GET /tenants/{id}";
        const string domain = "6 GET /tenants/domain/{domain}";
        const string head = "6 HEAD /tenants/domain/{domain}";
        yield return Get(id, "there", $"/{TenantRequests.Id}").Succeeds(200, a => Assert.Equal(TenantRequests.Domain, a.Body.GetProperty("domain").GetString()));
        foreach (var unknown in new[] { "0199abcd-0000-7000-8000-000000000000", "x", "%F0%9F%98%80", "..%2f" })
        {
            yield return Get(id, unknown, $"/{unknown}").Fails(404, "TM-60014", NotFound);
        }

        yield return Get(domain, "there", "/domain/Victim.Example").Succeeds(200, a => Assert.True(
            a.Body.GetProperty("lifecycleStatus").GetProperty("activated").GetBoolean()));
        yield return Get(domain, "unknown", "/domain/nowhere.example").Fails(
            404, "TM-60015", NotFound, "Tenant cannot be found for the provided domain: nowhere.example.");
        yield return TenantRequests.Send(head, "there", "HEAD", "/tenants/domain/victim.example") with { Status = 200 };
        yield return TenantRequests.Send(head, "unknown", "HEAD", "/tenants/domain/nowhere.example") with { Status = 404 };
    }

    private static IEnumerable<ContractCase> Change()
    {
        const string put = "6 PUT /tenants/{id}/lifecycle-status";
        const string delete = "6 DELETE /tenants/{id}/metadata";
        var path = $"/tenants/{TenantRequests.Id}/lifecycle-status";
        foreach (var body in new[] { """{"activated":false}""", """{"activated":true}""" })
        {
            yield return TenantRequests.Send(put, body, "PUT", path, body).Succeeds(200, a =>
                Assert.StartsWith(new Uri(a.Console, "api/server/v1/tenants/").AbsoluteUri, a.Response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal));
        }

        foreach (var (body, code) in new[] { ("{}", "TM-60013"), ("", "UE-10000"), ("""{"activated":"no"}""", "UE-10000"), ("""{"active":false}""", "UE-10000") })
        {
            yield return (TenantRequests.Send(put, $"'{body}'", "PUT", path, body) with { IsEmpty = false }).Fails(400, code, "Invalid Request.");
        }

        yield return (TenantRequests.Send(put, "unknown", "PUT", "/tenants/x/lifecycle-status", """{"activated":false}""") with { IsEmpty = false })
            .Fails(404, "TM-60014", NotFound);
        yield return TenantRequests.Send(delete, "there", "DELETE", $"/tenants/{TenantRequests.Id}/metadata") with { Status = 204 };
        yield return (TenantRequests.Send(delete, "unknown", "DELETE", "/tenants/x/metadata") with { IsEmpty = false }).Fails(404, "TM-60014", NotFound);
    }

    private static IEnumerable<ContractCase> Protocol()
    {
        const string row = "6 protocol: 405, 406, 415";
        const string off = """{"activated":false}""";
        var status = $"/tenants/{TenantRequests.Id}/lifecycle-status";
        foreach (var (method, path, allowed) in new[]
        {
            ("PATCH", "/tenants", "GET, POST"), ("DELETE", $"/tenants/{TenantRequests.Id}", "GET"), ("POST", $"/tenants/domain/{TenantRequests.Domain}", "GET, HEAD"),
            ("GET", status, "PUT"), ("GET", $"/tenants/{TenantRequests.Id}/metadata", "DELETE"),
        })
        {
            var contract = TenantRequests.Send(row, $"{method} {path}", method, path);
            yield return contract.IsBare(405) with { Check = a => Assert.Equal(allowed, string.Join(", ", a.Response.Content.Headers.Allow)) };
            yield return (contract with { Title = $"{contract.Title}, nobody", Credential = _ => null, IsEmpty = false }).Fails(401, "401", "Unauthorized");
        }

        foreach (var contract in new[] { Post(row, "POST", TenantRequests.NewTenant), TenantRequests.Send(row, "PUT", "PUT", status, off) })
        {
            yield return (contract with { Title = $"{contract.Title}, text/plain", ContentType = "text/plain" }).IsBare(415);
            yield return (contract with { Title = $"{contract.Title}, text/plain, nobody", ContentType = "text/plain", Credential = _ => null, IsEmpty = false })
                .Fails(401, "401", "Unauthorized");
            yield return (contract with { Title = $"{contract.Title}, no Content-Type", ContentType = null }) with { Status = contract.Method == "POST" ? 201 : 200 };
        }

        yield return (Get(row, "text/html", "") with { Accept = "text/html" }).IsBare(406);
    }

    private static ContractCase Get(string row, string title, string more) => TenantRequests.Send(row, title, "GET", TenantRequests.All + more);

    private static ContractCase Post(string row, string title, string body) => TenantRequests.Send(row, title, "POST", TenantRequests.All, body);

    private static string Owner(string owner) => $$"""{"domain":"{{TenantRequests.NewDomain}}","owners":[{{owner}}]}""";

    private static List<string> Domains(ContractAnswer answer) =>
        [.. answer.Body.GetProperty("tenants").EnumerateArray().Select(t => t.GetProperty("domain").GetString()!)];
}
