using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using EmailConsole.Delivery;
using Microsoft.AspNetCore.DataProtection;

namespace EmailConsole.Outbox.Content;

/// <summary>
/// Encrypts what queued mail says, with a purpose that names tenant, field and message: content copied into another row
/// cannot be read there.
/// </summary>
internal sealed partial class ContentProtection(IDataProtectionProvider keys, ILogger<ContentProtection> logger)
{
    private const string Purpose = "EmailConsole.Outbox";
    private const string Field = "Content";

    private readonly ConcurrentDictionary<Guid, IDataProtector> _tenants = new();

    public byte[] Protect(Guid tenantId, Guid id, StoredContent content) =>
        Protector(tenantId, id).Protect(JsonSerializer.SerializeToUtf8Bytes(content, StoredContentJson.Compact.StoredContent));

    /// <returns>Null when the key ring cannot read it: keys were lost, or the row comes from elsewhere.</returns>
    public StoredContent? TryUnprotect(Guid tenantId, Guid id, byte[] stored)
    {
        try
        {
            return JsonSerializer.Deserialize(Protector(tenantId, id).Unprotect(stored), StoredContentJson.Compact.StoredContent);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            LogUnreadable(id, e);
            return null;
        }
    }

    /// <summary>The content for the next attempt, or why there is none.</summary>
    /// <param name="email">Whose.</param>
    /// <param name="stored">As <see cref="Protect"/> gave it; null: it is not stored any more.</param>
    public ReadyEmail Load(WaitingEmail email, byte[]? stored) =>
        stored is null ? Lost(email, "The content of the message is not stored any more.", null)
        : TryUnprotect(email.TenantId, email.Id, stored) is { } content ? new ReadyEmail(email, content.For(email), null)
        : Lost(
            email,
            "The stored content cannot be decrypted: the key ring it was protected with is gone.",
            "Put the key ring back from its backup, then resend the message.");

    private static ReadyEmail Lost(WaitingEmail email, string cause, string? cure) => new(email, null, new DeliveryFailure(
        DeliveryFailureKind.InvalidMessage, DeliveryStage.Content, null, null, null, Blame.Message, IsLasting: true, new DeliveryAdvice(cause, cure)));

    private IDataProtector Protector(Guid tenantId, Guid id) => _tenants
        .GetOrAdd(tenantId, static (tenant, keys) => keys.CreateProtector(Purpose, tenant.ToString("D"), Field), keys)
        .CreateProtector(id.ToString("D"));

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of message {Id} cannot be decrypted: the key ring it was protected with is gone.")]
    private partial void LogUnreadable(Guid id, Exception exception);
}
