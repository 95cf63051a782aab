using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Contract;

/// <summary>Requests to the Tenants API.</summary>
internal static class TenantRequests
{
    public const string All = "/tenants";

    /// <summary>The tenant of <see cref="Id"/>, there and active before each case.</summary>
    public const string Domain = "victim.example";

    /// <summary>Stands in a path for the id of <see cref="Domain"/>.</summary>
    public const string Id = "{id}";

    /// <summary>Not there before a case.</summary>
    public const string NewDomain = "new.example";

    public static readonly string NewTenant =
        $$"""{"domain":"{{NewDomain}}","owners":[{"username":"kim","email":"kim@new.example","password":"{{TenantsClient.OwnerPassword}}","provisioningMethod":"inline-password"}]}""";

    /// <summary>The seven operations: how good requests are answered, whether they only read, and whether listing suffices for them.</summary>
    public static readonly (string Row, string Method, string Path, string? Body, int Status, string[] Scopes)[] Operations =
    [
        ("6 GET /tenants", "GET", All, null, 200, ["internal_list_tenants"]),
        ("6 POST /tenants", "POST", All, NewTenant, 201, ["internal_list_tenants", "internal_modify_tenants"]),
        ("6 GET /tenants/{id}", "GET", $"{All}/{Id}", null, 200, ["internal_list_tenants"]),
        ("6 GET /tenants/domain/{domain}", "GET", $"{All}/domain/{Domain}", null, 200, ["internal_list_tenants"]),
        ("6 HEAD /tenants/domain/{domain}", "HEAD", $"{All}/domain/{Domain}", null, 200, ["internal_list_tenants"]),
        ("6 PUT /tenants/{id}/lifecycle-status", "PUT", $"{All}/{Id}/lifecycle-status", """{"activated":false}""", 200, ["internal_modify_tenants"]),
        ("6 DELETE /tenants/{id}/metadata", "DELETE", $"{All}/{Id}/metadata", null, 204, ["internal_modify_tenants"]),
    ];

    public static ContractCase Send(string row, string title, string method, string path, string? body = null) => new(row, title, 1)
    {
        Method = method,
        Root = "",
        Path = path,
        Body = body,
        Credential = bed => bed.SuperAdministrator,
        IsEmpty = method is "HEAD" or "DELETE" || path.EndsWith("/lifecycle-status", StringComparison.Ordinal),
    };

    public static ContractCase Refused(this ContractCase contract, int status, string code, string message, string? description = null) =>
        contract.Fails(status, code, message, description) with { IsEmpty = contract.Method == "HEAD", Code = contract.Method == "HEAD" ? null : code };
}
