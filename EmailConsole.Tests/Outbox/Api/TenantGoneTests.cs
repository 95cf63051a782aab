using System.Net;
using System.Security.Claims;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Api;
using EmailConsole.Outbox.Store;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>The tenant goes while a request of it is under way: nothing is accepted that nobody would send.</summary>
public sealed class TenantGoneTests(SendConsole console) : IClassFixture<SendConsole>
{
    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("/batch", true)]
    [InlineData("/batch", false)]
    public async Task Post_TenantGoesWhileTheBodyArrives_IsRefusedLikeAnUnknownTenant(string below, bool isDeleted)
    {
        var domain = $"{(below.Length > 0 ? "batch" : "one")}-{(isDeleted ? "deleted" : "asleep")}.example";
        using var client = await SendClient.OpenAsync(console, domain);
        using var unknown = await client.Http.GetAsync("t/unknown.example/api/v1/emails");
        var (tenant, super) = await FindAsync(domain);
        using var slow = HeldBody.CreateClient(client.Http);
        var body = new HeldBody(below.Length > 0 ? $$"""{"emails":[{{SendClient.Good}}]}""" : SendClient.Good, () => GoAsync(tenant, super, isDeleted));
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails + below) { Content = body };
        request.Headers.Add("Idempotency-Key", "key");

        using var response = await slow.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(unknown.Headers.WwwAuthenticate, response.Headers.WwwAuthenticate);
        Assert.Equal(await DetailAsync(unknown), await DetailAsync(response));
        await AssertNothingIsKeptAsync(tenant);
    }

    [Fact]
    public async Task Resend_TenantGoneSinceTheCredentialWasLookedAt_IsRefusedLikeAnUnknownTenant()
    {
        using var client = await SendClient.OpenAsync(console, "resent.example");
        var (tenant, super) = await FindAsync("resent.example");
        var caller = new RestCaller.Key(Guid.NewGuid(), "Late", tenant, "resent.example", RestScopes.Send);
        await GoAsync(tenant, super, isDeleted: true);

        var answer = await console.Service<ChangeEmail>().ResendAsync($"{Guid.NewGuid()}", new DefaultHttpContext(), caller);

        Assert.Equal(StatusCodes.Status401Unauthorized, Assert.IsType<Problem>(answer).StatusCode);
    }

    private async Task<(Guid Tenant, ClaimsPrincipal Super)> FindAsync(string domain)
    {
        var super = await console.OpenSessionAsync(await console.AddSuperAdministratorAsync());
        await using var db = await console.OpenDbAsync();
        return ((await db.Set<Tenant>().SingleAsync(t => t.Domain == domain)).Id, super);
    }

    private async Task GoAsync(Guid tenant, ClaimsPrincipal super, bool isDeleted)
    {
        var result = isDeleted
            ? await console.Service<DeleteTenant>().HandleAsync(super, tenant, CancellationToken.None)
            : await console.Service<SetTenantActive>().HandleAsync(super, tenant, isActive: false, CancellationToken.None);
        Assert.True(result is TenantResult.Deleted or TenantResult.Changed, result.ToString());
    }

    private async Task AssertNothingIsKeptAsync(Guid tenant)
    {
        Assert.Equal(default, console.Service<IOutboxStore>().CountsOf(tenant));
        await using var db = await console.OpenDbAsync();
        Assert.False(await db.Set<OutboxMessage>().AnyAsync(m => m.TenantId == tenant));
        Assert.False(await db.Set<OutboxKey>().AnyAsync(k => k.TenantId == tenant));
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage response) =>
        (await response.ReadJsonAsync()).GetProperty("detail").GetString();
}
