using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class WrittenSenderTests : IAsyncLifetime
{
    private static readonly WrittenSender Written = new WrittenSender { FromAddress = "Foo <codes@foo.com>", AuthType = "basic" }
        .With("minThread", "unknown-value-4711");

    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Update_FromTheForm_KeepsWhatAScriptWrote()
    {
        var first = await SaveAsync(Inputs.Basic with { Written = Written }, null);
        var second = await SaveAsync(Inputs.Basic.WithoutSecret().With(s => s with { FromAddress = "other@foo.com" }), first.Version);

        Assert.Equal(Written, first.Written);
        Assert.Equal(Written, second.Written);
        Assert.Equal(second, await LoadAsync());
    }

    [Fact]
    public async Task Update_OnlyTheWordsDiffer_IsANewVersion()
    {
        var first = await SaveAsync(Inputs.Basic with { Written = Written }, null);
        var same = await SaveAsync(Inputs.Basic with { Written = Written.With("minThread", "unknown-value-4711") }, first.Version);
        var second = await SaveAsync(Inputs.Basic with { Written = Written.With("minThread", "5") }, first.Version);

        Assert.Equal(first.Version, same.Version);
        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal("5", second.Written!["minThread"]);
    }

    [Fact]
    public async Task Update_KeysThatALanguageTakesForOne_StayApart()
    {
        var written = Written.With("x", "1").With("x\u00AD", "2").With("", "3").With("\uFEFF", "4");

        var first = await SaveAsync(Inputs.Basic with { Written = written }, null);

        Assert.Equal(written, first.Written);
        Assert.Equal(written, (await LoadAsync()).Written);
        Assert.Equal("2", (await LoadAsync()).Written!.With("x", null)["x\u00AD"]);
    }

    [Fact]
    public async Task Update_KeysThatALanguageSortsOtherwise_TheSameIsNoNewVersion()
    {
        var written = Written.With("mail.smtp.timeout", "5000").With("X-Mailer", "script").With("Zone", "eu");
        var first = await SaveAsync(Inputs.Basic with { Written = written }, null);

        var same = await SaveAsync(Inputs.Basic with { Written = written }, first.Version);

        Assert.Equal(first.Version, same.Version);
    }

    [Fact]
    public async Task Update_Words_AreNotInTheDatabaseInClear()
    {
        await SaveAsync(Inputs.Basic with { Written = Written }, null);

        Assert.DoesNotContain("unknown-value-4711", await _database.ReadAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_KeysWereLost_CountsAsNeverWritten()
    {
        await SaveAsync(Inputs.Basic with { Written = Written }, null);
        await _database.LoseKeysAsync();

        var stored = await LoadAsync();

        Assert.Null(stored.Written);
        Assert.Equal(Inputs.BasicSettings, stored.Settings);
    }

    private async Task<StoredEmailProvider> SaveAsync(EmailProviderInput input, Guid? version) =>
        Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(_database.Person("anna@foo.com"), "foo.com", input, version, default)).Stored!;

    private async Task<StoredEmailProvider> LoadAsync() =>
        Assert.IsType<LoadResult.Loaded>(await _database.Loader.LoadAsync(_database.Person("anna@foo.com"), "foo.com", default)).Own!;
}
