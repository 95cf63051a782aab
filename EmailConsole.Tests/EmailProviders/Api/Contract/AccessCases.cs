using EmailConsole.Tests.Application;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Sections 2.1, authentication, and 2.2: who may, at every operation.</summary>
internal static class AccessCases
{
    public static IEnumerable<ContractCase> Of(int v) => Senders.Operations.SelectMany(o => Of(v, o.Method, o.Path, o.IsRead));

    private static IEnumerable<ContractCase> Of(int v, string method, string path, bool isRead)
    {
        var title = $"{method} {path}";
        var scope = ScopeOf(method);
        var refused = new (string Row, Func<ContractBed, System.Net.Http.Headers.AuthenticationHeaderValue?> Credential)[]
        {
            ("2.1 401 missing credential", _ => null),
            ("2.1 401 malformed credential", _ => new("Basic", "%%%")),
            ("2.1 401 malformed credential, unknown scheme", _ => new("Digest", "x")),
            ("2.1 401 wrong credential", _ => ContractBed.Basic($"nobody@{ContractBed.Tenant}", "correct horse battery 9")),
            ("2.1 401 wrong credential, password", _ => ContractBed.Basic($"olga@{ContractBed.Tenant}", "not the password 12")),
            ("2.1 401 invalid token", _ => new("Bearer", "eyJhbGciOiJub25lIn0.e30.")),
            ("2.1 401 user of another tenant", bed => bed.Stranger),
            ("2.1 401 user of another tenant, super administrator", bed => bed.SuperAdministrator),
            ("2.1 401 user of another tenant, their user name without a domain", _ => ContractBed.Basic("admin", ConsolePeople.Password)),
            ("2.1 401 user of another tenant, token", bed => bed.Token(ContractBed.OtherTenant, scope)),
            ("2.1 401 user of another tenant, super token", bed => bed.Token("carbon.super", scope)),
        };
        foreach (var (row, credential) in refused)
        {
            var name = row.Split(", ")[0];
            yield return (Senders.Good(name, $"{title}{row[name.Length..]}", v, method, path) with { Credential = credential })
                .Fails(401, "401", "Unauthorized") with
            { Check = a => Assert.Equal($"Bearer realm={a.Console.Host}", Assert.Single(a.Response.Headers.GetValues("WWW-Authenticate"))) };
        }

        yield return Expect(Senders.Good("2.1 403 right tenant, lacking permission", $"{title}, operator", v, method, path) with { Credential = bed => bed.Operator }, isRead);
        yield return (Senders.Good("2.1 403 right tenant, lacking permission", $"{title}, token", v, method, path) with
        {
            Credential = bed => bed.Token(ContractBed.Tenant, "openid", "internal_list_tenants", "internal_modify_tenants"),
        }).Fails(403, "403", "Forbidden");
        foreach (var tenant in new[] { "nowhere.example", ContractBed.InactiveTenant, "-" })
        {
            yield return (Senders.Good("2.1 404 unknown or inactive tenant", $"{title}, {tenant}", v, method, path) with { Root = $"t/{tenant}" })
                .Fails(404, "404", "Not Found");
        }

        foreach (var root in new[] { "", "t/carbon.super" })
        {
            var super = Senders.Good($"2.2 {method} {(path == Senders.All ? "/email" : "/email/{name}")}", $"root '{root}'", v, method, path) with { Root = root };
            yield return isRead
                ? (super with { Credential = bed => bed.SuperAdministrator }).Succeeds(200)
                : (super with { Credential = bed => bed.SuperAdministrator }).IsBare(405);
            yield return (super with { Title = $"{super.Title}, nobody", Credential = _ => null }).Fails(401, "401", "Unauthorized");
        }
    }

    private static ContractCase Expect(ContractCase contract, bool isRead) => isRead ? contract.Succeeds(200) : contract.Fails(403, "403", "Forbidden");

    private static string ScopeOf(string method) => method switch
    {
        "POST" => "internal_notification_senders_create",
        "PUT" => "internal_notification_senders_update",
        "DELETE" => "internal_notification_senders_delete",
        _ => "internal_notification_senders_view",
    };
}
