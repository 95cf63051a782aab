using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.EmailProviders.Editing;

public sealed class UpdateDecryptionTests : IAsyncLifetime
{
    private readonly ProviderDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("codes@foo.com")]
    [InlineData("other@foo.com")]
    public async Task Update_SecretLeftBlank_DecryptsItOnce(string fromAddress)
    {
        var person = _database.Person("anna@foo.com");
        var first = Assert.IsType<UpdateResult.Saved>(await _database.Writer.UpdateAsync(person, "foo.com", Inputs.Basic, null, default));
        var keys = new CountedKeys(_database.Services.GetRequiredService<IDataProtectionProvider>());
        var secrets = new ProviderSecrets(keys, NullLogger<ProviderSecrets>.Instance);
        var stored = ActivatorUtilities.CreateInstance<StoredProviders>(_database.Services, secrets);
        IEmailProviderWriter writer = ActivatorUtilities.CreateInstance<EmailProviderWriter>(_database.Services, stored, secrets);

        var saved = await writer.UpdateAsync(
            person, "foo.com", Inputs.Basic.WithoutSecret().With(s => s with { FromAddress = fromAddress }), first.Stored!.Version, default);

        Assert.True(Assert.IsType<UpdateResult.Saved>(saved).Stored!.HasPassword);
        Assert.Equal(1, keys.Decrypted);
        Assert.Equal(Inputs.Password, (await _database.Effective.FindAsync(_database.FooId, default))!.Secrets.Password);
    }

    private sealed class CountedKeys(IDataProtectionProvider inner) : IDataProtectionProvider
    {
        public int Decrypted { get; private set; }

        public IDataProtector CreateProtector(string purpose) => new Protector(this, inner.CreateProtector(purpose));

        private sealed class Protector(CountedKeys counted, IDataProtector inner) : IDataProtector
        {
            public IDataProtector CreateProtector(string purpose) => new Protector(counted, inner.CreateProtector(purpose));

            public byte[] Protect(byte[] plaintext) => inner.Protect(plaintext);

            public byte[] Unprotect(byte[] protectedData)
            {
                counted.Decrypted++;
                return inner.Unprotect(protectedData);
            }
        }
    }
}
