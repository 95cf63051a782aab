using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.TenantManagement.Api.Schemas;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Rest.Server;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Contract;

/// <summary>Every row of the table of WSO2's Tenants API, against a console that runs.</summary>
public sealed class TenantContractTests(ContractBed bed) : IClassFixture<ContractBed>
{
    private static readonly ContractCase[] All = [.. TenantOperationCases.All(), .. TenantAccessCases.All()];

    /// <summary>The table's rows, and what its notes and the section's last sentences say.</summary>
    private static readonly string[] Known =
    [
        .. TenantRequests.Operations.Select(o => o.Row),
        "6 GET /tenants limit, offset", "6 GET /tenants sortBy, sortOrder", "6 GET /tenants filter sw", "6 GET /tenants filter co", "6 GET /tenants filter ew",
        "6 GET /tenants filter eq", "6 POST /tenants optional members", "6 POST /tenants invite-via-email", "6 POST /tenants 409", "6 errors TM-…",
        "6 super tenant administrators only", "6 scopes", "6 protocol: 405, 406, 415",
    ];

    public static TheoryData<string> Rows => [.. All.Select(c => c.Row).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Send_CasesOfARow_AreAnsweredAsTheTableHasIt(string row)
    {
        foreach (var contract in All.Where(c => c.Row == row))
        {
            var id = await PrepareAsync();
            var answer = await bed.SendAsync(contract with { Path = contract.Path.Replace(TenantRequests.Id, id.ToString(), StringComparison.Ordinal) });
            try
            {
                contract.AssertAnswer(answer);
                if (answer.Text.Length > 0)
                {
                    TenantSchemas.AssertMatches(answer.Response, answer.Body);
                }

                await AssertUntouchedAsync(contract, id);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new Xunit.Sdk.XunitException($"{contract.Title}: {contract.Method} {contract.Path} {contract.Body}\n{e.Message}", e);
            }
            finally
            {
                answer.Response.Dispose();
            }
        }
    }

    [Fact]
    public void Rows_Each_HasACase() => Assert.Empty(Known.Except(All.Select(c => c.Row)));

    [Fact]
    public void Cases_Each_StandsForARow() => Assert.Empty(All.Select(c => c.Row).Except(Known));

    /// <returns>The id of <see cref="TenantRequests.Domain"/>.</returns>
    private async Task<Guid> PrepareAsync()
    {
        await using var db = await bed.Console.OpenDbAsync();
        await RemoveAsync(TenantRequests.NewDomain);
        if (!await db.Set<Tenant>().AnyAsync(t => t.Domain == TenantRequests.Domain))
        {
            db.Add(new Tenant { Domain = TenantRequests.Domain, CreatedAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync();
        }

        await db.Set<Tenant>().Where(t => t.Domain == TenantRequests.Domain).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, true));
        return await db.Set<Tenant>().Where(t => t.Domain == TenantRequests.Domain).Select(t => t.Id).SingleAsync();
    }

    private async Task RemoveAsync(string domain)
    {
        using var client = bed.Console.CreateRestClient(bed.SuperAdministrator);
        using var found = await client.GetAsync($"{TenantsClient.Path}/domain/{domain}");
        if (found.IsSuccessStatusCode)
        {
            using var deleted = await client.DeleteAsync($"{TenantsClient.Path}/{(await found.ReadJsonAsync()).GetProperty("id").GetGuid()}/metadata");
            Assert.True(deleted.IsSuccessStatusCode);
        }
    }

    /// <summary>Whoever is refused has changed nothing.</summary>
    private async Task AssertUntouchedAsync(ContractCase contract, Guid id)
    {
        if (contract.Status < 400)
        {
            return;
        }

        await using var db = await bed.Console.OpenDbAsync();
        Assert.True(await db.Set<Tenant>().AnyAsync(t => t.Id == id && t.IsActive));
        Assert.False(await db.Set<Tenant>().AnyAsync(t => t.Domain == TenantRequests.NewDomain));
    }
}
