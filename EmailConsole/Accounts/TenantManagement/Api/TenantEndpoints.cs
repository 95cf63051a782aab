using EmailConsole.Accounts.TenantManagement.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Reference;
using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary>WSO2's Tenants API, the part by which scripts set up a tenant. Super tenant administrators only: the use cases see to it.</summary>
internal static class TenantEndpoints
{
    public const string Path = "/tenants";

    private const string Example =
        """{"domain":"foo.com","owners":[{"username":"kim","email":"kim@foo.com","password":"a long passphrase 7","provisioningMethod":"inline-password"}]}""";

    private static readonly string[] View = ["internal_list_tenants"];
    private static readonly string[] Change = ["internal_modify_tenants"];

    // WSO2's definition of the operation asks for the first, sense for the second
    private static readonly string[] Add = ["internal_list_tenants", "internal_modify_tenants"];

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        foreach (var group in routes.MapServerGroups(1))
        {
            var tenants = group.MapGroup(Path).WithTags("Tenants");
            MapAll(tenants);
            MapOne(tenants);
        }
    }

    private static void MapAll(RouteGroupBuilder tenants)
    {
        tenants.MapGet("", ListTenantsOperation.HandleAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithSummary("List the tenants")
            .Produces<TenantListBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status400BadRequest);
        tenants.MapPost("", AddTenantOperation.HandleAsync)
            .RequireServer(RestPermission.Administer, Add)
            .WithSummary("Add a tenant with its first administrator")
            .WithRequestExample(Example)
            .Produces<TenantBody>(StatusCodes.Status201Created)
            .Produces<ServerErrorBody>(StatusCodes.Status400BadRequest)
            .Produces<ServerErrorBody>(StatusCodes.Status409Conflict);
    }

    private static void MapOne(RouteGroupBuilder tenants)
    {
        tenants.MapGet("/{id}", GetTenantOperation.ByIdAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithSummary("Look a tenant up by its id")
            .Produces<TenantBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapGet("/domain/{domain}", GetTenantOperation.ByDomainAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithSummary("Look a tenant up by its domain")
            .Produces<TenantBody>()
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapMethods("/domain/{domain}", [HttpMethods.Head], GetTenantOperation.ByDomainAsync)
            .RequireServer(RestPermission.Administer, View)
            .WithSummary("Ask whether there is a tenant of a domain")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status404NotFound);
        tenants.MapPut("/{id}/lifecycle-status", ChangeTenantOperation.SetActiveAsync)
            .RequireServer(RestPermission.Administer, Change)
            .WithSummary("Activate or deactivate a tenant")
            .WithRequestExample("""{"activated":false}""")
            .Produces(StatusCodes.Status200OK)
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
        tenants.MapDelete("/{id}/metadata", ChangeTenantOperation.DeleteAsync)
            .RequireServer(RestPermission.Administer, Change)
            .WithSummary("Delete a tenant with all its data")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ServerErrorBody>(StatusCodes.Status404NotFound);
    }
}
