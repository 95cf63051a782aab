using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.EmailProviders.Editing;

/// <summary>A tenant with several providers.</summary>
public sealed class RouteEditingTests : IAsyncLifetime
{
    private static readonly EmailProviderInput Platform =
        new(new EmailProviderSettings { Server = ProviderServer.Platform, FromAddress = "codes@foo.com" }, SecretInput.Keep, SecretInput.Keep);

    private readonly ProviderDatabase _database = new();

    private IEmailProviderWriter Writer => _database.Writer;

    private IRouteWriter Route => _database.Services.GetRequiredService<IRouteWriter>();

    private EmailProviderWriter Api => _database.Services.GetRequiredService<EmailProviderWriter>();

    private ClaimsPrincipal Anna => _database.Person("anna@foo.com");

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Saved(await Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, null, default));
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Add_BehindTheFirst_IsItsStandbyWithASecretOfItsOwn()
    {
        var added = await AddAsync("second", "another");

        var entries = await EntriesAsync();
        Assert.Equal(["smtp.foo.com", "second.foo.com"], entries.Select(e => e.Settings.Host));
        Assert.Equal(ProviderId.FirstOf(_database.FooId), entries[0].Id);
        Assert.NotEqual(entries[0].Id, added.Id);
        Assert.Equal(added, entries[1]);
        var inForce = Assert.IsType<ProviderResolution.InForce>(await _database.Effective.ResolveAsync(_database.FooId, default));
        Assert.Equal([Inputs.Password, "another"], inForce.Route.Select(p => p.Secrets.Password));
        Assert.Equal([entries[0].Id, added.Id], inForce.Route.Select(p => p.Id));
        Assert.Equal([_database.FooId, _database.FooId], _database.Listener.Told);
    }

    [Fact]
    public async Task Add_WhereThereIsNone_HasTheTenantsId()
    {
        await RemoveAsync((await EntriesAsync())[0]);

        Assert.Equal(ProviderId.FirstOf(_database.FooId), (await AddAsync("second")).Id);
    }

    [Fact]
    public async Task Add_AfterTheFirstWasDeleted_TakesTheTenantsIdAgain()
    {
        var second = await AddAsync("second");
        await RemoveAsync((await EntriesAsync())[0]);

        var third = await AddAsync("third");

        Assert.Equal(ProviderId.FirstOf(_database.FooId), third.Id);
        Assert.Equal([second.Id, third.Id], (await EntriesAsync()).Select(e => e.Id));
        Assert.Equal(Inputs.Password, (await RouteAsync())[1].Secrets.Password);
    }

    [Fact]
    public async Task SetSwitchesAfterUnknown_OfARoute_HoldsForAllOfItAndForWhatIsAdded()
    {
        await AddAsync("second");
        var first = (await EntriesAsync())[0];
        Assert.False(Assert.IsType<ProviderResolution.InForce>(await _database.Effective.ResolveAsync(_database.FooId, default)).SwitchesAfterUnknown);

        Saved(await Route.SetSwitchesAfterUnknownAsync(Anna, "foo.com", first.Id, first.Version, switches: true, default));
        Assert.Same(typeof(UpdateResult.ChangedElsewhere), (await Route.SetSwitchesAfterUnknownAsync(Anna, "foo.com", first.Id, first.Version, switches: false, default)).GetType());
        await AddAsync("third");
        var (second, third) = ((await EntriesAsync())[1], (await EntriesAsync())[2]);
        Saved(await Route.MoveAsync(Anna, "foo.com", third.Id, third.Version, 0, default));
        await RemoveAsync((await EntriesAsync()).Single(e => e.Id == second.Id));

        Assert.All(await EntriesAsync(), entry => Assert.True(entry.SwitchesAfterUnknown));
        Assert.True(Assert.IsType<ProviderResolution.InForce>(await _database.Effective.ResolveAsync(_database.FooId, default)).SwitchesAfterUnknown);
    }

    [Fact]
    public async Task Add_ASixth_IsRefused()
    {
        for (var i = 2; i <= 5; i++)
        {
            await AddAsync($"n{i}");
        }

        var refused = Assert.IsType<UpdateResult.Invalid>(await Writer.AddAsync(Anna, "foo.com", Inputs.Basic, default));

        Assert.Contains("at most 5", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(5, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task Add_ManyAtOnce_AreAtMostFive()
    {
        var person = Anna;
        var results = await AtOnceAsync(8, i => Writer.AddAsync(person, "foo.com", Inputs.Basic.With(s => s with { Host = $"n{i}.foo.com" }), default));

        Assert.Equal(4, results.OfType<UpdateResult.Saved>().Count());
        Assert.Equal(4, results.OfType<UpdateResult.Invalid>().Count());
        Assert.Equal([0, 1, 2, 3, 4], await PositionsAsync());
    }

    [Fact]
    public async Task Add_TheSuperTenantsServer_IsTheLastAndThereOnce()
    {
        Saved(await Writer.AddAsync(Anna, "foo.com", Platform, default));
        await AddAsync("second");

        Assert.Equal(["smtp.foo.com", "second.foo.com", ""], (await EntriesAsync()).Select(e => e.Settings.Host));
        var twice = Assert.IsType<UpdateResult.Invalid>(await Writer.AddAsync(Anna, "foo.com", Platform, default));
        Assert.Contains("once", Assert.Single(twice.Errors).Message, StringComparison.Ordinal);
        var first = (await EntriesAsync())[0];
        var moved = Assert.IsType<UpdateResult.Invalid>(await Route.MoveAsync(Anna, "foo.com", first.Id, first.Version, 2, default));
        Assert.Contains("last", Assert.Single(moved.Errors).Message, StringComparison.Ordinal);
        var changed = Assert.IsType<UpdateResult.Invalid>(await Writer.UpdateAsync(Anna, "foo.com", Platform, first.Version, default));
        Assert.Equal(nameof(EmailProviderSettings.Server), Assert.Single(changed.Errors).Field);
    }

    [Fact]
    public async Task Add_TheSuperTenantsProviderItself_NeedsNoSenderButForTheFirst()
    {
        var bare = Platform.With(s => s with { FromAddress = "" });
        Assert.IsType<UpdateResult.Invalid>(await Writer.UpdateAsync(_database.Person("berta@bar.com"), "bar.com", bare, null, default));

        Saved(await Writer.AddAsync(Anna, "foo.com", bare, default));

        Assert.Equal([_database.FooId, TenantDomain.SuperTenantId], (await RouteAsync()).Select(p => p.OwnerTenantId));
    }

    [Fact]
    public async Task Add_ASenderThatIsNotPermitted_IsRefused()
    {
        var refused = await Writer.AddAsync(Anna, "foo.com", Platform.With(s => s with { FromAddress = "codes@elsewhere.example" }), default);

        Assert.Equal(nameof(EmailProviderSettings.FromAddress), Assert.Single(Assert.IsType<UpdateResult.Invalid>(refused).Errors).Field);
    }

    [Fact]
    public async Task Update_OfAStandby_ChangesItAlone()
    {
        var second = await AddAsync("second", "another");

        var after = Saved(await Writer.UpdateAsync(
            Anna, "foo.com", second.Id, new EmailProviderInput(second.Settings with { FromAddress = "other@foo.com" }, SecretInput.Keep, SecretInput.Keep), second.Version, default));

        Assert.Equal("other@foo.com", after!.Settings.FromAddress);
        Assert.Equal(["codes@foo.com", "other@foo.com"], (await EntriesAsync()).Select(e => e.Settings.FromAddress));
        Assert.Equal([Inputs.Password, "another"], (await RouteAsync()).Select(p => p.Secrets.Password));
        Assert.IsType<UpdateResult.ChangedElsewhere>(await Writer.UpdateAsync(Anna, "foo.com", second.Id, Inputs.Basic, second.Version, default));
    }

    [Fact]
    public async Task Update_OfOneThatWasDeleted_SaysSo()
    {
        var second = await AddAsync("second");
        await RemoveAsync(second);

        var result = await Writer.UpdateAsync(Anna, "foo.com", second.Id, Inputs.Basic, second.Version, default);

        Assert.Null(Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Move_ToTheFront_ChangesTheOrderForEverybody()
    {
        await AddAsync("second");
        var third = await AddAsync("third");
        var told = _database.Listener.Told.Count;

        Saved(await Route.MoveAsync(Anna, "foo.com", third.Id, third.Version, 0, default));

        Assert.Equal(["third.foo.com", "smtp.foo.com", "second.foo.com"], (await EntriesAsync()).Select(e => e.Settings.Host));
        Assert.Equal([0, 1, 2], await PositionsAsync());
        Assert.Equal("third.foo.com", (await RouteAsync())[0].Settings.Host);
        Assert.Equal(told + 1, _database.Listener.Told.Count);
    }

    [Fact]
    public async Task Move_KeepsWhatAFormShows()
    {
        var second = await AddAsync("second");
        var first = (await EntriesAsync())[0];

        Saved(await Route.MoveAsync(Anna, "foo.com", second.Id, second.Version, 0, default));

        var after = (await EntriesAsync())[1];
        Assert.NotEqual(first.Version, after.Version);
        Assert.True(after.HasSameSettings(first));
        Assert.False(after.HasSameSettings(second));
    }

    [Fact]
    public async Task Move_TwoAdministratorsAtOnce_OneWinsAndTheOrderIsWhole()
    {
        var (anna, second) = (Anna, await AddAsync("second"));
        var third = await AddAsync("third");

        var results = await AtOnceAsync(2, _ => Route.MoveAsync(anna, "foo.com", third.Id, third.Version, 0, default));

        Assert.Single(results.OfType<UpdateResult.Saved>());
        Assert.Equal(third.Id, Assert.Single(results.OfType<UpdateResult.ChangedElsewhere>()).Theirs!.Id);
        Assert.Equal([0, 1, 2], await PositionsAsync());
        Assert.IsType<UpdateResult.ChangedElsewhere>(await Route.SetEnabledAsync(anna, "foo.com", second.Id, second.Version, false, default));
    }

    [Fact]
    public async Task Remove_OneOfTwo_LeavesTheOther()
    {
        var second = await AddAsync("second");

        await RemoveAsync((await EntriesAsync())[0]);

        Assert.Equal(second.Id, Assert.Single(await EntriesAsync()).Id);
        Assert.Equal([0], await PositionsAsync());
        Assert.Equal("second.foo.com", Assert.Single(await RouteAsync()).Settings.Host);
    }

    [Fact]
    public async Task Remove_OneAfterTheOther_IsToldEachTime()
    {
        await AddAsync("second");
        await AddAsync("third");
        var told = _database.Listener.Told.Count;

        await RemoveAsync((await EntriesAsync())[2]);
        await RemoveAsync((await EntriesAsync())[1]);
        await RemoveAsync((await EntriesAsync())[0]);

        Assert.Equal(told + 3, _database.Listener.Told.Count);
        Assert.Equal(_database.SuperTenant.LentTo("foo.com"), await _database.Effective.FindAsync(_database.FooId, default));
    }

    [Fact]
    public async Task Remove_TheLastOfTheList_RenewsAnotherRowForOtherNodes()
    {
        var second = await AddAsync("second");
        var first = (await EntriesAsync())[0];

        await RemoveAsync(second);

        Assert.NotEqual(first.Version, (await EntriesAsync())[0].Version);
    }

    [Fact]
    public async Task RemoveForReplacement_WithAStandby_WaitsForNothing()
    {
        await AddAsync("second");
        var first = (await EntriesAsync())[0];

        Saved(await Api.RemoveForReplacementAsync(Anna, "foo.com", first.Version, default));

        Assert.Equal("second.foo.com", Assert.Single(await RouteAsync()).Settings.Host);
        Saved(await Api.RemoveForReplacementAsync(Anna, "foo.com", (await EntriesAsync())[0].Version, default));
        Assert.IsType<ProviderResolution.BeingReplaced>(await _database.Effective.ResolveAsync(_database.FooId, default));
    }

    [Fact]
    public async Task Add_WhileARemovedOneIsWaitedFor_EndsTheWait()
    {
        Saved(await Api.RemoveForReplacementAsync(Anna, "foo.com", (await EntriesAsync())[0].Version, default));

        await AddAsync("second", "another");

        Assert.Equal("another", Assert.Single(await RouteAsync()).Secrets.Password);
        await using var db = await _database.ContextAsync();
        Assert.Equal(1, await db.Set<EmailProvider>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task SetEnabled_OfTheFirst_LetsMailLeaveByTheNext()
    {
        await AddAsync("second");
        var first = (await EntriesAsync())[0];

        var off = Saved(await Route.SetEnabledAsync(Anna, "foo.com", first.Id, first.Version, false, default))!;

        Assert.False(off.IsEnabled);
        Assert.Equal("second.foo.com", Assert.Single(await RouteAsync()).Settings.Host);
        Assert.True(Saved(await Route.SetEnabledAsync(Anna, "foo.com", first.Id, off.Version, true, default))!.IsEnabled);
        Assert.Equal([Inputs.Password, Inputs.Password], (await RouteAsync()).Select(p => p.Secrets.Password));
    }

    [Fact]
    public async Task Rename_IsTrimmedBoundedAndShown()
    {
        var first = (await EntriesAsync())[0];

        var named = Saved(await Route.RenameAsync(Anna, "foo.com", first.Id, first.Version, "  Frankfurt ", default))!;

        Assert.Equal(("Frankfurt", "Frankfurt"), (named.Name, named.CalledName()));
        Assert.Equal("Frankfurt", (await RouteAsync())[0].Name);
        Assert.IsType<UpdateResult.Invalid>(await Route.RenameAsync(Anna, "foo.com", first.Id, named.Version, new string('x', 65), default));
        var unnamed = Saved(await Route.RenameAsync(Anna, "foo.com", first.Id, named.Version, " ", default))!;
        Assert.Equal("smtp.foo.com", unnamed.CalledName());
    }

    [Fact]
    public async Task Changes_WithoutTheRight_ChangeNothing()
    {
        var first = (await EntriesAsync())[0];
        var operators = _database.Person("olga@foo.com", ActorRole.Operator);
        var foreign = _database.Person("berta@bar.com");

        foreach (var (person, expected) in new[] { (operators, typeof(TenantDecision.Forbidden)), (foreign, typeof(TenantDecision.NotFound)) })
        {
            UpdateResult[] results =
            [
                await Writer.AddAsync(person, "foo.com", Inputs.Basic, default),
                await Writer.UpdateAsync(person, "foo.com", first.Id, Inputs.Basic, first.Version, default),
                await Writer.RevertAsync(person, "foo.com", first.Id, first.Version, default),
                await Route.MoveAsync(person, "foo.com", first.Id, first.Version, 1, default),
                await Route.SetEnabledAsync(person, "foo.com", first.Id, first.Version, false, default),
                await Route.RenameAsync(person, "foo.com", first.Id, first.Version, "x", default),
            ];
            Assert.All(results, r => Assert.IsType(expected, Assert.IsType<UpdateResult.Refused>(r).Decision));
        }

        Assert.Equal(first, Assert.Single(await EntriesAsync()));
        var super = _database.Person("admin@carbon.super");
        Assert.IsType<UpdateResult.ReadOnly>(await Writer.AddAsync(super, "carbon.super", Inputs.Basic, default));
    }

    [Fact]
    public async Task Changes_OfAnotherTenantsEntry_AreNotFound()
    {
        var first = (await EntriesAsync())[0];
        var berta = _database.Person("berta@bar.com");

        Assert.IsType<UpdateResult.ChangedElsewhere>(await Writer.UpdateAsync(berta, "bar.com", first.Id, Inputs.Basic, first.Version, default));
        Assert.IsType<UpdateResult.ChangedElsewhere>(await Writer.RevertAsync(berta, "bar.com", first.Id, first.Version, default));
        Assert.IsType<UpdateResult.ChangedElsewhere>(await Route.MoveAsync(berta, "bar.com", first.Id, first.Version, 0, default));
        Assert.Equal(first, Assert.Single(await EntriesAsync()));
    }

    [Fact]
    public async Task Tenant_Removed_TakesAllWithIt()
    {
        var second = await AddAsync("second");
        await using (var db = await _database.ContextAsync())
        {
            await db.Set<Tenant>().Where(t => t.Id == _database.FooId).ExecuteDeleteAsync();
        }

        await using (var db = await _database.ContextAsync())
        {
            Assert.False(await db.Set<EmailProvider>().IgnoreQueryFilters().AnyAsync());
        }

        var result = await Route.MoveAsync(Anna, "foo.com", second.Id, second.Version, 0, default);
        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<UpdateResult.Refused>(result).Decision);
    }

    private static StoredEmailProvider? Saved(UpdateResult result) => Assert.IsType<UpdateResult.Saved>(result).Stored;

    private static async Task<UpdateResult[]> AtOnceAsync(int count, Func<int, Task<UpdateResult>> work)
    {
        using var start = new Barrier(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return work(i);
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }

    private async Task<StoredEmailProvider> AddAsync(string name, string password = Inputs.Password) => Saved(await Writer.AddAsync(
        Anna, "foo.com", Inputs.Basic.With(s => s with { Host = $"{name}.foo.com" }) with { Password = new SecretInput.Replaced(password) }, default))!;

    private async Task RemoveAsync(StoredEmailProvider entry) => Saved(await Writer.RevertAsync(Anna, "foo.com", entry.Id, entry.Version, default));

    private async Task<IReadOnlyList<StoredEmailProvider>> EntriesAsync() =>
        Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(Anna, "foo.com", default)).Entries;

    private Task<IReadOnlyList<ProviderInForce>> RouteAsync() => _database.Effective.FindRouteAsync(_database.FooId, default);

    private async Task<IReadOnlyList<int>> PositionsAsync()
    {
        await using var db = await _database.ContextAsync();
        return await db.Set<EmailProvider>().Where(p => p.TenantId == _database.FooId).OrderBy(p => p.Position).Select(p => p.Position).ToListAsync();
    }
}
