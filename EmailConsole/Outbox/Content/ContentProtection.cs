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
        Protector(tenantId, id).Protect(ContentForm.Write(content));

    /// <returns>Null with a reason: keys were lost, the row comes from elsewhere, or from a console that stores what this one does not know.</returns>
    public (StoredContent? Content, UnreadableContent Reason) TryUnprotect(Guid tenantId, Guid id, byte[] stored)
    {
        try
        {
            if (ContentForm.Read(Protector(tenantId, id).Unprotect(stored)) is { } content)
            {
                return (content, default);
            }

            LogNewer(id);
            return (null, UnreadableContent.Newer);
        }
        catch (CryptographicException e)
        {
            LogUnreadable(id, e);
            return (null, UnreadableContent.KeyRingLost);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            LogDamaged(id, e);
            return (null, UnreadableContent.Damaged);
        }
    }

    /// <summary>The content for the next attempt, or why there is none.</summary>
    /// <param name="email">Whose.</param>
    /// <param name="stored">As <see cref="Protect"/> gave it; null: it is not stored any more.</param>
    public ReadyEmail Load(WaitingEmail email, byte[]? stored)
    {
        if (stored is null)
        {
            return Lost(email, isLasting: true, new DeliveryAdvice("The content of the message is not stored any more.", null));
        }

        var (content, reason) = TryUnprotect(email.TenantId, email.Id, stored);
        return content is not null ? new ReadyEmail(email, content.For(email), null)
            : Lost(email, isLasting: reason != UnreadableContent.Newer, Advise(reason));
    }

    private static DeliveryAdvice Advise(UnreadableContent reason) => reason switch
    {
        UnreadableContent.Newer => new(
            "The message was stored by a newer version of EmailConsole, in a form that this one does not know.",
            DeliveryAdvice.Join("It is tried again until its time is over.", "Run the newer version again; where several nodes run, bring all of them up to it.")),
        UnreadableContent.Damaged => new("The stored content is damaged.", "Have the message sent again by whoever sent it."),
        _ => new("The stored content cannot be decrypted: the key ring it was protected with is gone.", "Put the key ring back from its backup, then resend the message."),
    };

    // Another version may read it: that one is on its way, or was
    private static ReadyEmail Lost(WaitingEmail email, bool isLasting, DeliveryAdvice advice) => new(email, null, new DeliveryFailure(
        DeliveryFailureKind.InvalidMessage, DeliveryStage.Content, null, null, null, Blame.Message, isLasting, advice));

    private IDataProtector Protector(Guid tenantId, Guid id) => _tenants
        .GetOrAdd(tenantId, static (tenant, keys) => keys.CreateProtector(Purpose, tenant.ToString("D"), Field), keys)
        .CreateProtector(id.ToString("D"));

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of message {Id} cannot be decrypted: the key ring it was protected with is gone.")]
    private partial void LogUnreadable(Guid id, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of message {Id} was stored by a newer version of EmailConsole, in a form that this one does not know.")]
    private partial void LogNewer(Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of message {Id} is damaged.")]
    private partial void LogDamaged(Guid id, Exception exception);
}

/// <summary>Why a stored content cannot be used.</summary>
internal enum UnreadableContent
{
    KeyRingLost = 0,

    /// <summary>It is in a form that this version does not know.</summary>
    Newer = 1,

    /// <summary>It is in a known form, but not as that must be.</summary>
    Damaged = 2,
}
