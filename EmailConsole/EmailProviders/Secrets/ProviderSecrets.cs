using System.Security.Cryptography;
using System.Text.Json;
using EmailConsole.EmailProviders.Kinds;
using Microsoft.AspNetCore.DataProtection;

namespace EmailConsole.EmailProviders.Secrets;

/// <summary>
/// Encrypts secrets for the database, with a purpose that names tenant, provider and field: one copied into another row or column
/// cannot be read there.
/// </summary>
internal sealed partial class ProviderSecrets(IDataProtectionProvider keys, ILogger<ProviderSecrets> logger)
{
    private const string Purpose = "EmailConsole.EmailProviders";

    public string Protect(EmailProvider provider, SecretField field, string secret) => Protector(provider, field).Protect(secret);

    /// <returns>Null when the key ring cannot read it: keys were lost, or the row comes from elsewhere.</returns>
    public string? TryUnprotect(EmailProvider provider, SecretField field, string stored)
    {
        try
        {
            return Protector(provider, field).Unprotect(stored);
        }
        catch (CryptographicException e)
        {
            LogUnreadable(e, field, provider.TenantId);
            return null;
        }
    }

    /// <summary>The secrets of a stored provider.</summary>
    public EmailProviderSecrets Read(EmailProvider provider)
    {
        var password = Read(provider, SecretField.Password, provider.ProtectedPassword);
        var clientSecret = Read(provider, SecretField.ClientSecret, provider.ProtectedClientSecret);
        var values = Read(provider, SecretField.Values, provider.ProtectedSecrets);
        return new EmailProviderSecrets(password, clientSecret)
        {
            Values = KindValues.FromJson(values),
            Unreadable = IsLost(provider.ProtectedPassword, password) || IsLost(provider.ProtectedClientSecret, clientSecret) || IsLost(provider.ProtectedSecrets, values),
        };
    }

    /// <summary>What a script wrote; null: none did, or the key is lost.</summary>
    public WrittenSender? ReadWritten(EmailProvider provider) =>
        Read(provider, SecretField.Written, provider.ProtectedWritten) is { } json ? JsonSerializer.Deserialize<WrittenSender>(json) : null;

    public string ProtectWritten(EmailProvider provider, WrittenSender written) =>
        Protect(provider, SecretField.Written, JsonSerializer.Serialize(written));

    private static bool IsLost(string? stored, string? secret) => stored is not null && secret is null;

    private string? Read(EmailProvider provider, SecretField field, string? stored) =>
        stored is null ? null : TryUnprotect(provider, field, stored);

    private IDataProtector Protector(EmailProvider provider, SecretField field) =>
        keys.CreateProtector(Purpose, [provider.TenantId.ToString("D"), field.ToString(), .. provider.Id == provider.TenantId ? [] : new[] { provider.Id.ToString("D") }]);

    [LoggerMessage(
        LogLevel.Error,
        "The {Field} stored for tenant {TenantId} cannot be read with the key ring (KeyRing:Path); restore the keys or enter it again")]
    private partial void LogUnreadable(Exception exception, SecretField field, Guid tenantId);
}

/// <summary>The secrets a provider may have. The names are part of the encryption's purpose: renaming one loses what is stored.</summary>
internal enum SecretField
{
    Password = 0,
    ClientSecret = 1,

    /// <summary>No secret by itself, but nobody knows what scripts put there.</summary>
    Written = 2,

    /// <summary>Those of a kind other than SMTP.</summary>
    Values = 3,
}
