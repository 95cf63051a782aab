using System.Security.Claims;
using System.Text;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class UpdateEmailProviderTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    private ClaimsPrincipal Anna => _database.Person("anna@foo.com");

    [Fact]
    public async Task Update_FirstTime_IsStoredAndInForce()
    {
        var stored = await SaveAsync(Inputs.Basic, null);

        Assert.Equal(Inputs.BasicSettings, stored.Settings);
        Assert.True(stored.HasPassword);
        Assert.False(stored.HasClientSecret);
        Assert.Equal("anna@foo.com", stored.UpdatedBy);
        Assert.Equal(ProviderDatabase.Start, stored.UpdatedAt);
        var inForce = await _database.Effective.FindAsync(_database.FooId, default);
        Assert.Equal(ProviderOrigin.Tenant, inForce!.Origin);
        Assert.Equal(stored.Version, inForce.Version);
        Assert.Equal(stored.Settings, inForce.Settings);
        Assert.Equal(Inputs.Password, inForce.Secrets.Password);
        Assert.Equal([_database.FooId], _database.Listener.Told);
    }

    [Fact]
    public async Task Update_SecretLeftBlank_KeepsIt()
    {
        var first = await SaveAsync(Inputs.Basic, null);

        var second = await SaveAsync(
            Inputs.Basic.WithoutSecret().With(s => s with { FromAddress = "other@foo.com", Encryption = SmtpEncryption.Tls }), first.Version);

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal(Inputs.Password, (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets.Password);
    }

    [Fact]
    public async Task Update_OtherHostWithSecretLeftBlank_AsksForItAndStoresNothing()
    {
        var first = await SaveAsync(Inputs.Basic, null);

        var result = await _database.Writer.UpdateAsync(
            Anna, "foo.com", Inputs.Basic.WithoutSecret().With(s => s with { Host = "smtp.evil.example" }), first.Version, default);

        var error = Assert.Single(Assert.IsType<UpdateResult.Invalid>(result).Errors);
        Assert.Equal(new FieldError("Password", "Enter the password again: it was stored for smtp.foo.com."), error);
        Assert.Equal(first, await LoadOwnAsync());
    }

    [Fact]
    public async Task Update_OtherAuthenticationType_DropsTheOtherSecret()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        var second = await SaveAsync(Inputs.ClientCredential, first.Version);
        Assert.False(second.HasPassword);
        Assert.True(second.HasClientSecret);
        Assert.Null(second.Settings.Username);

        var back = await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic.WithoutSecret(), second.Version, default);
        Assert.Equal("Enter the password.", Assert.Single(Assert.IsType<UpdateResult.Invalid>(back).Errors).Message);

        var third = await SaveAsync(
            Inputs.Basic.WithoutSecret().With(s => s with { AuthenticationType = AuthenticationType.None }), second.Version);
        Assert.False(third.HasPassword || third.HasClientSecret);
        await using var db = await _database.ContextAsync();
        var row = await db.Set<EmailProvider>().SingleAsync();
        Assert.Null(row.ProtectedPassword);
        Assert.Null(row.ProtectedClientSecret);
    }

    [Fact]
    public async Task Update_NothingDiffers_AnswersSavedWithoutANewVersion()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        _database.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await SaveAsync(Inputs.Basic.WithoutSecret(), first.Version));
        Assert.Equal(first, await SaveAsync(Inputs.Basic, first.Version));
        Assert.Single(_database.Listener.Told);

        // What was wrong may have been repaired at the provider
        Assert.Equal([_database.FooId, _database.FooId], _database.Retry.Soon);
    }

    [Fact]
    public async Task Update_OnlyTheSecretDiffers_IsANewVersion()
    {
        var first = await SaveAsync(Inputs.Basic, null);

        var second = await SaveAsync(Inputs.Basic with { Password = new SecretInput.Replaced("new\n") }, first.Version);

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal("new", (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets.Password);
    }

    [Fact]
    public async Task Update_SavedElsewhereSince_ShowsTheirsAndWritesNothing()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        var theirs = await SaveAsync(Inputs.Basic.With(s => s with { FromAddress = "theirs@foo.com" }), first.Version);

        var result = await _database.Writer.UpdateAsync(
            Anna, "foo.com", Inputs.Basic.With(s => s with { FromAddress = "mine@foo.com" }), first.Version, default);

        Assert.Equal(theirs, Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
        Assert.Equal(theirs, await LoadOwnAsync());
    }

    [Fact]
    public async Task Update_StoredElsewhereWhereNoneWas_ShowsTheirs()
    {
        var theirs = await SaveAsync(Inputs.Basic, null);

        var result = await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.ClientCredential, null, default);

        Assert.Equal(theirs, Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
    }

    [Fact]
    public async Task Update_DatabaseRefuses_IsNoChangeOfSomebodyElse()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        await using (var db = await _database.ContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync(db is PostgresDb
                ? "ALTER TABLE EmailProviders ADD CONSTRAINT no_more CHECK (false) NOT VALID"
                : "CREATE TRIGGER no_more BEFORE UPDATE ON EmailProviders BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        }

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Inputs.Basic.With(s => s with { FromAddress = "other@foo.com" }), first.Version));

        Assert.Equal(first, await LoadOwnAsync());
    }

    [Fact]
    public async Task Update_RevertedElsewhereSince_ShowsNone()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        await _database.Writer.RevertAsync(Anna, "foo.com", first.Version, default);

        var result = await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic, first.Version, default);

        Assert.Null(Assert.IsType<UpdateResult.ChangedElsewhere>(result).Theirs);
        Assert.Null(await LoadOwnAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_ManyAtOnceWithOneVersion_OneIsSaved(bool isFirst)
    {
        Guid? version = isFirst ? null : (await SaveAsync(Inputs.Basic, null)).Version;
        var person = Anna;
        using var start = new Barrier(8);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return _database.Writer.UpdateAsync(
                person, "foo.com", Inputs.Basic.With(s => s with { FromAddress = $"n{i}@foo.com" }), version, default);
        }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        var saved = Assert.Single(results.OfType<UpdateResult.Saved>()).Stored;
        Assert.Equal(7, results.OfType<UpdateResult.ChangedElsewhere>().Count());
        Assert.All(results.OfType<UpdateResult.ChangedElsewhere>(), changed => Assert.Equal(saved, changed.Theirs));
        Assert.Equal(saved, await LoadOwnAsync());
    }

    [Fact]
    public async Task Update_AgainstARevertAtOnce_OneOfThemWins()
    {
        var person = Anna;
        for (var round = 0; round < 10; round++)
        {
            var first = await SaveAsync(Inputs.Basic, null);
            using var start = new Barrier(2);
            var update = Task.Run(() =>
            {
                start.SignalAndWait();
                return _database.Writer.UpdateAsync(
                    person, "foo.com", Inputs.Basic.With(s => s with { Host = "smtp2.foo.com" }), first.Version, default);
            });
            var revert = Task.Run(() =>
            {
                start.SignalAndWait();
                return _database.Writer.RevertAsync(person, "foo.com", first.Version, default);
            });

            var updated = await update is UpdateResult.Saved;
            var reverted = await revert is UpdateResult.Saved;

            Assert.NotEqual(updated, reverted);
            Assert.IsType<UpdateResult.ChangedElsewhere>(updated ? await revert : await update);
            var own = await LoadOwnAsync();
            Assert.Equal(updated, own is not null);
            if (own is not null)
            {
                await _database.Writer.RevertAsync(person, "foo.com", own.Version, default);
            }
        }
    }

    [Fact]
    public async Task Update_InvalidAndNeverStored_NamesEveryField()
    {
        var input = new EmailProviderInput(new EmailProviderSettings { Port = 0 }, SecretInput.Keep, SecretInput.Keep);

        var result = await _database.Writer.UpdateAsync(Anna, "foo.com", input, null, default);

        Assert.Equal(
            ["Host", "Port", "FromAddress", "Username", "Password"],
            Assert.IsType<UpdateResult.Invalid>(result).Errors.Select(e => e.Field));
        Assert.Null(await LoadOwnAsync());
        Assert.Empty(_database.Listener.Told);
    }

    [Theory]
    [InlineData("bar.com")]
    [InlineData("nosuch.com")]
    [InlineData("carbon.super")]
    [InlineData("../foo.com")]
    [InlineData(null)]
    public async Task Update_ForeignOrUnknownTenant_IsNotFound(string? domain)
    {
        var result = await _database.Writer.UpdateAsync(Anna, domain, Inputs.Basic, null, default);

        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<UpdateResult.Refused>(result).Decision);
        await using var db = await _database.ContextAsync();
        Assert.False(await db.Set<EmailProvider>().AnyAsync());
    }

    [Fact]
    public async Task Update_ByOperator_IsForbidden()
    {
        var result = await _database.Writer.UpdateAsync(
            _database.Person("olga@foo.com", ActorRole.Operator), "foo.com", Inputs.Basic, null, default);

        Assert.IsType<TenantDecision.Forbidden>(Assert.IsType<UpdateResult.Refused>(result).Decision);
    }

    [Fact]
    public async Task Update_SignedOutSince_IsRefused()
    {
        var person = Anna;
        _database.Actors.Remove("anna@foo.com");

        var result = await _database.Writer.UpdateAsync(person, "foo.com", Inputs.Basic, null, default);

        Assert.IsType<TenantDecision.NotSignedIn>(Assert.IsType<UpdateResult.Refused>(result).Decision);
    }

    [Fact]
    public async Task Update_SuperTenant_IsReadOnly()
    {
        var result = await _database.Writer.UpdateAsync(_database.Person("admin@carbon.super"), "carbon.super", Inputs.Basic, null, default);

        Assert.IsType<UpdateResult.ReadOnly>(result);
        await using var db = await _database.ContextAsync();
        Assert.False(await db.Set<EmailProvider>().AnyAsync());
    }

    [Fact]
    public async Task Update_ByPlatformAdministrator_IsStoredUnderTheirName()
    {
        var result = await _database.Writer.UpdateAsync(_database.Person("admin@carbon.super"), "foo.com", Inputs.Basic, null, default);

        Assert.Equal("admin@carbon.super", Assert.IsType<UpdateResult.Saved>(result).Stored!.UpdatedBy);
    }

    [Fact]
    public async Task Update_ListenerFails_IsSavedAllTheSame()
    {
        _database.Listener.Behaviour = () => throw new InvalidOperationException("broken");

        var stored = await SaveAsync(Inputs.Basic, null);

        Assert.Equal(stored, await LoadOwnAsync());
    }

    [Fact]
    public async Task Update_ListenerHangs_IsAnsweredAfterTenSeconds()
    {
        _database.Listener.Behaviour = () => new TaskCompletionSource().Task;
        var person = Anna;

        var update = _database.Writer.UpdateAsync(person, "foo.com", Inputs.Basic, null, default);
        Assert.True(SpinWait.SpinUntil(() => _database.Listener.Told.Count == 1, TimeSpan.FromSeconds(10)));
        Assert.False(update.IsCompleted);
        while (!update.IsCompleted)
        {
            _database.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.IsType<UpdateResult.Saved>(await update);
    }

    [Fact]
    public async Task Update_Secrets_AreNotReadableInTheDatabase()
    {
        var first = await SaveAsync(Inputs.Basic with { Password = new SecretInput.Replaced("Unmistakable-Password-1") }, null);
        await SaveAsync(Inputs.ClientCredential with { ClientSecret = new SecretInput.Replaced("Unmistakable-Secret-2") }, first.Version);

        var content = await _database.ReadAllAsync();

        Assert.Contains("smtp.office365.com", content, StringComparison.Ordinal);
        foreach (var secret in new[] { "Unmistakable-Password-1", "Unmistakable-Secret-2" })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..20];
            Assert.DoesNotContain(secret, content, StringComparison.Ordinal);
            Assert.DoesNotContain(encoded, content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Update_AfterTheKeyRingWasLost_AsksForTheSecret()
    {
        var first = await SaveAsync(Inputs.Basic, null);
        await _database.LoseKeysAsync();

        var own = await LoadOwnAsync();
        Assert.True(own!.HasPassword);
        Assert.True(own.IsPasswordUnreadable);
        Assert.False(own.IsClientSecretUnreadable);
        var inForce = await _database.Effective.FindAsync(_database.FooId, default);
        Assert.True(inForce!.Secrets.Unreadable);
        Assert.Null(inForce.Secrets.Password);

        var blank = await _database.Writer.UpdateAsync(Anna, "foo.com", Inputs.Basic.WithoutSecret(), first.Version, default);
        var error = Assert.Single(Assert.IsType<UpdateResult.Invalid>(blank).Errors);
        Assert.Equal("Password", error.Field);
        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);

        var mended = await SaveAsync(Inputs.Basic, first.Version);
        Assert.False(mended.IsPasswordUnreadable);
        Assert.Equal(Inputs.Password, (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets.Password);
    }

    private async Task<StoredEmailProvider> SaveAsync(EmailProviderInput input, Guid? version)
    {
        var result = await _database.Writer.UpdateAsync(Anna, "foo.com", input, version, default);
        return Assert.IsType<UpdateResult.Saved>(result).Stored!;
    }

    private async Task<StoredEmailProvider?> LoadOwnAsync() =>
        Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(Anna, "foo.com", default)).Own;
}
