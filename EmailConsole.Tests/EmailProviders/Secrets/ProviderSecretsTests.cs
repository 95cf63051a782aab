using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.EmailProviders.Secrets;

public sealed class ProviderSecretsTests
{
    private static readonly Guid Foo = Guid.CreateVersion7();
    private static readonly EmailProvider Row = new() { Id = Foo, TenantId = Foo };
    private static readonly EmailProvider Second = new() { Id = Guid.CreateVersion7(), TenantId = Foo };

    private readonly ProviderSecrets _secrets = new(new EphemeralDataProtectionProvider(), NullLogger<ProviderSecrets>.Instance);

    [Theory]
    [InlineData("password")]
    [InlineData(" <&>\"'\\ ${x} ü € 😀 ")]
    public void TryUnprotect_OwnTenantAndField_IsTheSecret(string secret)
    {
        var stored = _secrets.Protect(Row, SecretField.Password, secret);

        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.Equal(secret, _secrets.TryUnprotect(Row, SecretField.Password, stored));
    }

    [Fact]
    public void TryUnprotect_OtherTenantProviderFieldOrKeyRing_IsNull()
    {
        var stored = _secrets.Protect(Row, SecretField.Password, "secret");
        var other = new ProviderSecrets(new EphemeralDataProtectionProvider(), NullLogger<ProviderSecrets>.Instance);

        Assert.Null(_secrets.TryUnprotect(new EmailProvider { Id = Foo, TenantId = Guid.CreateVersion7() }, SecretField.Password, stored));
        Assert.Null(_secrets.TryUnprotect(Second, SecretField.Password, stored));
        Assert.Null(_secrets.TryUnprotect(Row, SecretField.Password, _secrets.Protect(Second, SecretField.Password, "secret")));
        Assert.Null(_secrets.TryUnprotect(Row, SecretField.ClientSecret, stored));
        Assert.Null(other.TryUnprotect(Row, SecretField.Password, stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("not base64 !")]
    [InlineData("CfDJ8AAAA")]
    public void TryUnprotect_Garbage_IsNull(string stored) => Assert.Null(_secrets.TryUnprotect(Row, SecretField.Password, stored));

    [Fact]
    public void Read_Provider_SaysWhatCannotBeRead()
    {
        var fine = new EmailProvider { Id = Foo, TenantId = Foo, ProtectedPassword = _secrets.Protect(Row, SecretField.Password, "secret") };
        var lost = new EmailProvider { Id = Foo, TenantId = Foo, ProtectedClientSecret = "lost" };

        Assert.Equal(new EmailProviderSecrets("secret", null), _secrets.Read(fine));
        Assert.Equal(new EmailProviderSecrets(null, null) { Unreadable = true }, _secrets.Read(lost));
        Assert.Equal(EmailProviderSecrets.None, _secrets.Read(new EmailProvider { Id = Foo, TenantId = Foo }));
    }

    [Fact]
    public void ToString_RecordsThatCarrySecrets_ShowNone()
    {
        const string secret = "Unmistakable";
        var input = new EmailProviderInput(Inputs.BasicSettings, new SecretInput.Replaced(secret), new SecretInput.Replaced(secret));
        var inForce = new ProviderInForce(ProviderOrigin.Tenant, Foo, Foo, Inputs.BasicSettings, new EmailProviderSecrets(secret, secret));
        object[] carriers = [input, input.Password, inForce, inForce.Secrets, new PrepareResult.Ready(inForce)];

        Assert.All(carriers, carrier => Assert.DoesNotContain(secret, carrier.ToString(), StringComparison.Ordinal));
    }
}
