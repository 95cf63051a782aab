using EmailConsole.Delivery;
using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox.Reading;

/// <summary>Reads and decrypts contents.</summary>
internal sealed class StoredContents(OutboxConnection connections, ContentProtection protection)
{
    private const string FindSql = "SELECT Protected FROM OutboxContents WHERE MessageId = ?1";

    public async Task<IReadOnlyList<ReadyEmail>> LoadAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, FindSql);
        var loaded = new ReadyEmail[emails.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            loaded[i] = Load(find, emails[i]);
        }

        return loaded;
    }

    private ReadyEmail Load(Statement find, WaitingEmail email)
    {
        byte[] stored;
        using (var found = find.Read(SortableGuid.ToBytes(email.Id)))
        {
            if (!found.Read())
            {
                return Lost(email, "The content of the message is not stored any more.", null);
            }

            stored = found.GetFieldValue<byte[]>(0);
        }

        return protection.TryUnprotect(email.TenantId, email.Id, stored) is { } content
            ? new ReadyEmail(email, content.For(email), null)
            : Lost(
                email,
                "The stored content cannot be decrypted: the key ring it was protected with is gone.",
                "Put the key ring back from its backup, then resend the message.");
    }

    private static ReadyEmail Lost(WaitingEmail email, string cause, string? cure) => new(email, null, new DeliveryFailure(
        DeliveryFailureKind.InvalidMessage, DeliveryStage.Content, null, null, null, Blame.Message, IsLasting: true, new DeliveryAdvice(cause, cure)));
}
