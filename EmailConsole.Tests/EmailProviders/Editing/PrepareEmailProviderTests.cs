using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class PrepareEmailProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Prepare_NothingStored_IsReadyAndStoresNothing()
    {
        var ready = await ReadyAsync(Inputs.Basic.With(s => s with { Host = " SMTP.foo.com. " }));

        Assert.Equal(ProviderOrigin.Tenant, ready.Origin);
        Assert.Equal(_database.FooId, ready.OwnerTenantId);
        Assert.Equal("smtp.foo.com", ready.Settings.Host);
        Assert.Equal(new EmailProviderSecrets(Inputs.Password, null), ready.Secrets);
        await using var db = await _database.ContextAsync();
        Assert.False(await db.Set<EmailProvider>().AnyAsync());
    }

    [Fact]
    public async Task PrepareAndSave_TheConsoleItself_IsRefused()
    {
        var loop = Inputs.Basic.With(s => s with { Host = " Console.Example.com. " });
        await SaveAsync(loop);
        _database.OwnServer.Open();

        var prepared = Assert.IsType<PrepareResult.Invalid>(await PrepareAsync(loop));
        var added = Assert.IsType<UpdateResult.Invalid>(await _database.Writer.AddAsync(_database.Person("admin@foo.com"), "foo.com", loop, CancellationToken.None));

        Assert.StartsWith("console.example.com:587 is this console's own SMTP port", Assert.Single(prepared.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(prepared.Errors, added.Errors);
        await ReadyAsync(loop.With(s => s with { Port = 465 }));
        await ReadyAsync(loop.With(s => s with { Host = "smtp.example.com" }));
    }

    [Fact]
    public async Task Prepare_SecretLeftBlank_TakesTheStoredOne()
    {
        var stored = await SaveAsync(Inputs.Basic);

        var ready = await ReadyAsync(Inputs.Basic.WithoutSecret().With(s => s with { FromAddress = "new@foo.com" }));

        Assert.Equal("new@foo.com", ready.Settings.FromAddress);
        Assert.Equal(Inputs.Password, ready.Secrets.Password);
        Assert.NotEqual(stored.Version, ready.Version);
    }

    [Fact]
    public async Task Prepare_SecretLeftBlankForAnotherHost_DoesNotHandItOut()
    {
        await SaveAsync(Inputs.Basic);

        var result = await PrepareAsync(Inputs.Basic.WithoutSecret().With(s => s with { Host = "evil.example" }));

        Assert.Equal(
            [new FieldError("Password", "Enter the password again: it was stored for smtp.foo.com.")],
            Assert.IsType<PrepareResult.Invalid>(result).Errors);
    }

    [Fact]
    public async Task Prepare_SecretOfAnotherTenant_IsNotFound()
    {
        await SaveAsync(Inputs.Basic);

        var result = await PrepareAsync(Inputs.Basic.WithoutSecret(), "bar.com");

        Assert.Equal("Enter the password.", Assert.Single(Assert.IsType<PrepareResult.Invalid>(result).Errors).Message);
    }

    [Fact]
    public async Task Prepare_OtherAuthenticationType_CarriesNoOtherSecret()
    {
        await SaveAsync(Inputs.Basic);

        Assert.Equal(
            new EmailProviderSecrets(null, Inputs.ClientSecret),
            (await ReadyAsync(Inputs.ClientCredential with { Password = new SecretInput.Replaced("x") })).Secrets);
        Assert.Equal(
            EmailProviderSecrets.None,
            (await ReadyAsync(Inputs.Basic.With(s => s with { AuthenticationType = AuthenticationType.None }))).Secrets);
    }

    [Fact]
    public async Task Prepare_AStandby_TakesItsOwnSecretAndId()
    {
        await SaveAsync(Inputs.Basic);
        var standby = Assert.IsType<UpdateResult.Saved>(await _database.Writer.AddAsync(
            _database.Person("anna@foo.com"), "foo.com", Inputs.Basic with { Password = new SecretInput.Replaced("another") }, default)).Stored!;

        var ready = Assert.IsType<PrepareResult.Ready>(await PrepareAsync(Inputs.Basic.WithoutSecret(), entry: standby.Id)).Provider;
        Assert.Equal((standby.Id, "another"), (ready.Id, ready.Secrets.Password));
        var first = await ReadyAsync(Inputs.Basic.WithoutSecret());
        Assert.Equal((ProviderId.FirstOf(_database.FooId), Inputs.Password), (first.Id, first.Secrets.Password));

        await using var db = await _database.ContextAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == "foo.com");
        var stored = Assert.IsType<PrepareResult.Ready>(await _database.Preparer.PrepareStoredAsync(tenant, standby.Id, default)).Provider;
        Assert.Equal((standby.Id, standby.Version, "another"), (stored.Id, stored.Version, stored.Secrets.Password));
    }

    [Fact]
    public async Task Prepare_OneThatIsNotStoredYet_TakesNoSecretOfAnother()
    {
        await SaveAsync(Inputs.Basic);

        var result = await PrepareAsync(Inputs.Basic.WithoutSecret(), entry: new ProviderId(Guid.CreateVersion7()));

        Assert.Equal("Enter the password.", Assert.Single(Assert.IsType<PrepareResult.Invalid>(result).Errors).Message);
    }

    private async Task<PrepareResult> PrepareAsync(EmailProviderInput input, string domain = "foo.com", ProviderId? entry = null)
    {
        await using var db = await _database.ContextAsync();
        return await _database.Preparer.PrepareAsync(await db.Set<Tenant>().SingleAsync(t => t.Domain == domain), entry, input, default);
    }

    private async Task<ProviderInForce> ReadyAsync(EmailProviderInput input) =>
        Assert.IsType<PrepareResult.Ready>(await PrepareAsync(input)).Provider;

    private async Task<StoredEmailProvider> SaveAsync(EmailProviderInput input) =>
        Assert.IsType<UpdateResult.Saved>(
            await _database.Writer.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", input, null, default)).Stored!;
}
