using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace EmailConsole.Events.Endpoints;

/// <summary>
/// The secrets by which is signed, as Standard Webhooks 1.0.0 has them: <c>whsec_</c> and 32 random bytes in Base64. Protected with a purpose that names
/// tenant and endpoint: one that is copied into another row cannot be read there.
/// </summary>
internal sealed partial class WebhookSecrets(IDataProtectionProvider keys, ILogger<WebhookSecrets> logger)
{
    public const string Start = "whsec_";

    private const string Purpose = "EmailConsole.Webhooks";
    private const int Bytes = 32;

    public static string Generate() => Start + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>What is signed with: the prefix is no part of it.</returns>
    public static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Start.Length..]);

    public string Protect(Guid tenantId, Guid endpointId, string secret) => Protector(tenantId, endpointId).Protect(secret);

    /// <returns>False where the key ring cannot read it: keys were lost, or the row comes from elsewhere.</returns>
    public bool TryUnprotect(Guid tenantId, Guid endpointId, string stored, [NotNullWhen(true)] out string? secret)
    {
        try
        {
            secret = Protector(tenantId, endpointId).Unprotect(stored);
            return true;
        }
        catch (CryptographicException e)
        {
            LogUnreadable(endpointId, e);
            secret = null;
            return false;
        }
    }

    private IDataProtector Protector(Guid tenantId, Guid endpointId) => keys.CreateProtector(Purpose, tenantId.ToString("D"), endpointId.ToString("D"));

    [LoggerMessage(Level = LogLevel.Error, Message = "The secret of webhook endpoint {Id} cannot be decrypted: the key ring it was protected with is gone.")]
    private partial void LogUnreadable(Guid id, Exception exception);
}
