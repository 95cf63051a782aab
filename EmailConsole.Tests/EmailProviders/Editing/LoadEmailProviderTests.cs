using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class LoadEmailProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Load_NoneStored_NamesTheSuperTenantsSenderAndNoMore()
    {
        var loaded = Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(_database.Person("anna@foo.com"), "foo.com", default));

        Assert.Null(loaded.Own);
        Assert.Equal(ProviderOrigin.SuperTenant, loaded.Origin);
        Assert.Equal("no-reply@platform.example", loaded.InForce!.FromAddress);
        Assert.Equal("Platform", loaded.InForce.DisplayName);
        Assert.Equal("", loaded.InForce.Host);
        Assert.Null(loaded.InForce.Username);
        Assert.Equal("foo.com", loaded.Access.Tenant.Domain);
    }

    [Fact]
    public async Task Load_Own_IsInForce()
    {
        await _database.Writer.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", Inputs.ClientCredential, null, default);

        var loaded = Assert.IsType<LoadResult.Loaded>(
            await _database.Loader.LoadAsync(_database.Person("olga@foo.com", ActorRole.Operator), "FOO.com", default));

        Assert.Equal(ProviderOrigin.Tenant, loaded.Origin);
        Assert.Equal(Inputs.ClientCredentialSettings, loaded.InForce);
        Assert.Equal(Inputs.ClientCredentialSettings, loaded.Own!.Settings);
        Assert.DoesNotContain(Inputs.ClientSecret, loaded.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NeitherHasOne_SaysSo()
    {
        _database.SuperTenant.Remove();

        var loaded = Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(_database.Person("anna@foo.com"), "foo.com", default));

        Assert.Equal((null, null, null), (loaded.Own, loaded.InForce, loaded.Origin));
    }

    [Fact]
    public async Task Load_SuperTenant_AnswersTheFiles()
    {
        var loaded = Assert.IsType<LoadResult.Loaded>(
            await _database.Loader.LoadAsync(_database.Person("admin@carbon.super"), "carbon.super", default));

        Assert.Null(loaded.Own);
        Assert.Equal(FakeSuperTenant.Platform.Settings, loaded.InForce);
        Assert.Equal(ProviderOrigin.SuperTenant, loaded.Origin);
    }

    /// <summary>After an Update or a Revert the page reads nothing again.</summary>
    [Theory]
    [InlineData(ProviderServer.Own, "codes@foo.com")]
    [InlineData(ProviderServer.Platform, "codes@foo.com")]
    public async Task Show_WhatWasStoredOrReverted_IsWhatALoadWouldShow(ProviderServer server, string fromAddress)
    {
        var person = _database.Person("anna@foo.com");
        var input = Inputs.Basic.With(s => s with { Server = server, FromAddress = fromAddress });

        var saved = Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(person, "foo.com", input, null, default));
        var loaded = Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(person, "foo.com", default));
        var shown = _database.Loader.Show(loaded.Access, saved.Stored);
        Assert.Equal(loaded.Entries, shown.Entries);
        Assert.Equal(loaded, shown with { Entries = loaded.Entries });

        await _database.Writer.RevertAsync(person, "foo.com", saved.Stored!.Version, default);
        var reverted = Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(person, "foo.com", default));
        Assert.Empty(reverted.Entries);
        Assert.Equal(reverted, _database.Loader.Show(reverted.Access, own: null) with { Entries = reverted.Entries });
        Assert.NotEqual(loaded, reverted);
    }

    [Theory]
    [InlineData("anna@foo.com", "bar.com")]
    [InlineData("anna@foo.com", "nosuch.com")]
    [InlineData("anna@foo.com", "carbon.super")]
    [InlineData("admin@carbon.super", "nosuch.com")]
    public async Task Load_ForeignOrUnknownTenant_IsNotFound(string person, string domain)
    {
        var result = await _database.Loader.LoadAsync(_database.Person(person), domain, default);

        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<LoadResult.Refused>(result).Decision);
    }
}
