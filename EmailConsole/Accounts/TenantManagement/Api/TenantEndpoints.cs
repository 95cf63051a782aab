using EmailConsole.Accounts.TenantManagement.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Reference;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary>WSO2's Tenants API, the part by which scripts set up a tenant. Super tenant administrators only: the use cases see to it.</summary>
internal static class TenantEndpoints
{
    public const string Path = "/tenants";

    private const string NewTenant =
        """{"domain":"bar.com","owners":[{"username":"kim","email":"kim@bar.com","password":"a long passphrase 7","provisioningMethod":"inline-password"}]}""";

    private const string Tenant =
        """
        {"id":"01930000-0000-7000-8000-000000000000","name":"bar.com","domain":"bar.com",
         "owners":[{"id":"01930000-0000-7000-8000-000000000001","username":"kim"}],
         "createdDate":"2030-01-31T12:00:00Z","lifecycleStatus":{"activated":true}}
        """;

    private const string Id = "Of the tenant.";
    private const string Domain = "Of the tenant, in any case.";
    private const string Address = "The address of the tenant.";

    private static readonly string[] View = ["internal_list_tenants"];
    private static readonly string[] Change = ["internal_modify_tenants"];

    // WSO2's definition of the operation asks for the first, sense for the second
    private static readonly string[] Add = ["internal_list_tenants", "internal_modify_tenants"];

    private static readonly string[] All = [.. View, .. Change];

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        foreach (var group in routes.MapServerGroups(1))
        {
            var tenants = group.MapGroup(Path).WithTags("Tenants").WithParameterExample(TenantPolicies.RouteValue, TenantDomain.Super, "The super tenant.");
            MapAll(tenants);
            MapOne(tenants);
        }
    }

    private static void MapAll(RouteGroupBuilder tenants)
    {
        tenants.MapGet("", ListTenantsOperation.HandleAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithOperationName("ListTenants")
            .WithSummary("List the tenants")
            .WithParameterExample("limit", null, "Tenants of a page, at most 100; 15 unless given.")
            .WithParameterExample("offset", null, "So many are skipped.")
            .WithParameterExample("sortBy", null, "domainName, the only order there is.")
            .WithParameterExample("sortOrder", null, "asc or desc.")
            .WithParameterExample("filter", null, "Such as domainName sw foo; sw, co, ew and eq are known.")
            .WithResponseExample(StatusCodes.Status200OK, $$"""{"totalResults":1,"startIndex":1,"count":1,"links":[],"tenants":[{{Tenant}}]}""")
            .Produces<TenantListBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status400BadRequest);
        tenants.MapPost("", AddTenantOperation.HandleAsync)
            .RequireServer(RestPermission.Administer, Add)
            .WithOperationName("AddTenant")
            .WithSummary("Add a tenant with its first administrator")
            .WithDescription("With invite-via-email and no password the owner chooses one by a link that is mailed to them.")
            .WithServerBody(typeof(NewTenantBody))
            .WithRequestExample(NewTenant)
            .WithResponseExample(StatusCodes.Status201Created, Tenant)
            .WithResponseHeader(StatusCodes.Status201Created, HeaderNames.Location, Address)
            .Produces<TenantBody>(StatusCodes.Status201Created)
            .Produces<ServerErrorBody>(StatusCodes.Status400BadRequest)
            .Produces<ServerErrorBody>(StatusCodes.Status409Conflict);
        tenants.MapOtherMethods("", "GET, POST", All);
    }

    private static void MapOne(RouteGroupBuilder tenants)
    {
        tenants.MapGet("/{id}", GetTenantOperation.ByIdAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithOperationName("GetTenant")
            .WithSummary("Look a tenant up by its id")
            .WithParameterExample("id", null, Id)
            .WithResponseExample(StatusCodes.Status200OK, Tenant)
            .Produces<TenantBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapGet("/domain/{domain}", GetTenantOperation.ByDomainAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithOperationName("GetTenantByDomain")
            .WithSummary("Look a tenant up by its domain")
            .WithParameterExample("domain", "bar.com", Domain)
            .WithResponseExample(StatusCodes.Status200OK, Tenant)
            .Produces<TenantBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapMethods("/domain/{domain}", [HttpMethods.Head], GetTenantOperation.ByDomainAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithOperationName("HasTenant")
            .WithSummary("Ask whether there is a tenant of a domain")
            .WithParameterExample("domain", "bar.com", Domain)
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status404NotFound);
        tenants.MapPut("/{id}/lifecycle-status", ChangeTenantOperation.SetActiveAsync)
            .RequireServer(RestPermission.Administer, Change)
            .WithOperationName("SetTenantLifecycleStatus")
            .WithSummary("Activate or deactivate a tenant")
            .WithDescription("Of an inactive tenant nobody signs in, keys are refused, and mail waits.")
            .WithParameterExample("id", null, Id)
            .WithServerBody(typeof(LifecycleStatusBody))
            .WithRequestExample("""{"activated":false}""")
            .WithResponseHeader(StatusCodes.Status200OK, HeaderNames.Location, Address)
            .Produces(StatusCodes.Status200OK)
            .Produces<ServerErrorBody>(StatusCodes.Status400BadRequest)
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapDelete("/{id}/metadata", ChangeTenantOperation.DeleteAsync)
            .RequireServer(RestPermission.Administer, Change)
            .WithOperationName("DeleteTenant")
            .WithSummary("Delete a tenant with all its data")
            .WithDescription("People, keys, email provider and messages. There is no way back.")
            .WithParameterExample("id", null, Id)
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapOtherMethods("/{id}", "GET", All);
        tenants.MapOtherMethods("/domain/{domain}", "GET, HEAD", All);
        tenants.MapOtherMethods("/{id}/lifecycle-status", "PUT", All);
        tenants.MapOtherMethods("/{id}/metadata", "DELETE", All);
    }
}
