using System.Net.Http.Json;
using System.Text.Json;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api;

/// <summary>Calls the Tenants API as a script does.</summary>
internal static class TenantsClient
{
    public const string Path = "api/server/v1/tenants";
    public const string OwnerPassword = "harbour lantern mosaic 7";

    public static object NewTenant(string domain) => new
    {
        name = domain,
        domain,
        owners = new[]
        {
            new { username = "kim", email = $"kim@{domain}", firstname = "Kim", lastname = "Lee", password = OwnerPassword, provisioningMethod = "inline-password" },
        },
    };

    public static async Task<HttpClient> CreateSuperClientAsync(this ConsoleApplication console) =>
        console.CreateRestClient(await console.AddSuperAdministratorAsync());

    /// <returns>The tenant's id.</returns>
    public static async Task<Guid> AddAsync(this HttpClient client, string domain)
    {
        using var response = await client.PostAsJsonAsync(Path, NewTenant(domain));
        return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.ReadJsonAsync();
    }
}
