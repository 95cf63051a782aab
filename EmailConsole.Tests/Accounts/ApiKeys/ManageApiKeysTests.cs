using System.Security.Claims;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.ApiKeys;

public sealed class ManageApiKeysTests : IAsyncLifetime
{
    private static readonly NewApiKey Input = new(" One-time passwords ", RestScopes.Send, null);

    private AccountsBed _bed = default!;
    private ClaimsPrincipal _admin = default!;

    private ManageApiKeys Keys => _bed.Get<ManageApiKeys>();

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(kind: kind);
        await _bed.AddTenantAsync("foo.com");
        await _bed.AddTenantAsync("bar.com");
        _admin = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@foo.com"));
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Create_ByAnAdministrator_KeepsOnlyTheHash()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));

        await using var db = await _bed.OpenDbAsync();
        var stored = await db.Set<ApiKey>().SingleAsync();
        Assert.Equal("One-time passwords", stored.Name);
        Assert.Equal("admin@foo.com", stored.CreatedBy);
        Assert.Equal(created.Key[..ApiKeyText.PrefixLength], stored.Prefix);
        Assert.Equal(ApiKeyText.Hash(created.Key), stored.Hash);
    }

    [Fact]
    public async Task Create_ByAnOperator_IsDenied() =>
        Assert.IsType<ApiKeyResult.Denied>(await CreateAsync(
            await _bed.SignInAsync(await _bed.AddAccountAsync("olga@foo.com", ActorRole.Operator))));

    [Fact]
    public async Task Any_ByAnotherTenantsAdministrator_IsDenied()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));
        var other = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@bar.com"));

        Assert.IsType<ApiKeyResult.Denied>(await CreateAsync(other));
        Assert.Null(await Keys.ListAsync(other, "foo.com", default));
        Assert.IsType<ApiKeyResult.Denied>(await Keys.RevokeAsync(other, "foo.com", created.Row.Id, default));
        Assert.IsType<ApiKeyResult.Gone>(await Keys.RevokeAsync(other, "bar.com", created.Row.Id, default));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Create_MoreThanATenantMayHave_IsRefused(DatabaseKind kind)
    {
        await UseAsync(kind);
        for (var i = 0; i < ManageApiKeys.Limit - 2; i++)
        {
            Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));
        }

        var results = await _bed.RaceAsync(6, (node, _) => CreateAsync(node, _admin));

        Assert.Equal(2, results.Count(result => result is ApiKeyResult.Created));
        Assert.Equal(4, results.Count(result => result is ApiKeyResult.TooMany));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task WriteUses_AtTwoConsolesAtTheSameMoment_BothAreWritten(DatabaseKind kind)
    {
        await UseAsync(kind);
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin)).Row.Id);
        }

        await _bed.RaceAsync(2, async (node, i) =>
        {
            foreach (var id in i == 0 ? ids : Enumerable.Reverse(ids))
            {
                node.Get<ApiKeyUses>().Note(id);
            }

            await node.Get<ApiKeyUses>().WriteAsync(default);
            return i;
        });

        Assert.All((await Keys.ListAsync(_admin, "foo.com", default))!, row => Assert.NotNull(row.LastUsedAt));
    }

    [Fact]
    public async Task List_UsedSinceTheLastWriting_SaysWhen()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));
        _bed.Get<ApiKeyUses>().Note(created.Row.Id);

        Assert.Equal(_bed.Time.GetUtcNow(), Assert.Single((await Keys.ListAsync(_admin, "foo.com", default))!).LastUsedAt);
    }

    [Fact]
    public async Task List_AfterTheWriting_SaysWhen()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));
        var used = _bed.Time.GetUtcNow();
        _bed.Get<ApiKeyUses>().Note(created.Row.Id);

        await _bed.Get<ApiKeyUses>().WriteAsync(default);

        Assert.Null(_bed.Get<ApiKeyUses>().LatestOf(created.Row.Id));
        Assert.Equal(used, Assert.Single((await Keys.ListAsync(_admin, "foo.com", default))!).LastUsedAt);
    }

    [Fact]
    public async Task Revoke_Twice_IsGone()
    {
        var created = Assert.IsType<ApiKeyResult.Created>(await CreateAsync(_admin));

        Assert.IsType<ApiKeyResult.Revoked>(await Keys.RevokeAsync(_admin, "foo.com", created.Row.Id, default));
        Assert.IsType<ApiKeyResult.Gone>(await Keys.RevokeAsync(_admin, "foo.com", created.Row.Id, default));
        Assert.Null(await _bed.Get<ApiKeyCache>().FindAsync(created.Row.Prefix, default));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<ApiKeyResult> CreateAsync(ClaimsPrincipal who) => CreateAsync(_bed, who);

    private static Task<ApiKeyResult> CreateAsync(AccountsBed node, ClaimsPrincipal who) => node.Get<ManageApiKeys>().CreateAsync(who, "foo.com", Input, default);
}
