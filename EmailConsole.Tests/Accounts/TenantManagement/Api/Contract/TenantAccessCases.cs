using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Contract;

/// <summary>Who may, at every operation: super tenant administrators, and tokens of the super tenant whose scope suffices.</summary>
internal static class TenantAccessCases
{
    private static readonly string[] Scopes =
    [
        "internal_list_tenants", "internal_modify_tenants", "internal_notification_senders_view", "internal_notification_senders_create",
        "internal_notification_senders_update", "internal_notification_senders_delete", "internal_config_mgt_view", "internal_config_mgt_add",
        "internal_config_mgt_update", "internal_config_mgt_delete", "openid",
    ];

    public static IEnumerable<ContractCase> All() => TenantRequests.Operations.SelectMany(o => Of(o.Method, o.Path, o.Body, o.Status, o.Scopes));

    private static IEnumerable<ContractCase> Of(string method, string path, string? body, int status, string[] enough)
    {
        var title = $"{method} {path}";
        foreach (var root in new[] { "", "t/carbon.super" })
        {
            yield return Send("6 super tenant administrators only", $"{title}, administrator, root '{root}'") with { Root = root, Status = status };
            yield return (Send("6 super tenant administrators only", $"{title}, nobody, root '{root}'") with { Root = root, Credential = _ => null })
                .Refused(401, "401", "Unauthorized");
            yield return (Send("6 super tenant administrators only", $"{title}, operator, root '{root}'") with { Root = root, Credential = bed => bed.SuperOperator })
                .Refused(403, "403", "Forbidden");
            yield return (Send("6 super tenant administrators only", $"{title}, another tenant's administrator, root '{root}'") with { Root = root, Credential = bed => bed.Stranger })
                .Refused(401, "401", "Unauthorized");
        }

        // A tenant's own address leads to no other tenant either
        yield return (Send("6 super tenant administrators only", $"{title}, a tenant's administrator at its address") with
        {
            Root = $"t/{ContractBed.OtherTenant}",
            Credential = bed => bed.Stranger,
        }).Refused(403, "403", "Forbidden");
        yield return (Send("6 super tenant administrators only", $"{title}, super administrator at a tenant's address") with { Root = $"t/{ContractBed.OtherTenant}" })
            .Refused(401, "401", "Unauthorized");
        foreach (var scope in Scopes)
        {
            var contract = Send("6 scopes", $"{title}, {scope}") with { Credential = bed => bed.Token("carbon.super", scope) };
            yield return enough.Contains(scope) ? contract with { Status = status } : contract.Refused(403, "403", "Forbidden");
        }

        yield return (Send("6 scopes", $"{title}, a tenant's token") with { Credential = bed => bed.Token(ContractBed.OtherTenant, enough) })
            .Refused(401, "401", "Unauthorized");
        yield return (Send("6 scopes", $"{title}, a tenant's token at its address") with
        {
            Root = $"t/{ContractBed.OtherTenant}",
            Credential = bed => bed.Token(ContractBed.OtherTenant, enough),
        }).Refused(403, "403", "Forbidden");

        ContractCase Send(string row, string name) => TenantRequests.Send(row, name, method, path, body);
    }
}
