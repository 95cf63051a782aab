using System.Diagnostics;
using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Outbox.Writing;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.Outbox;

/// <summary>Takes messages into the outbox.</summary>
internal sealed class AcceptEmails(
    OutboxWriter writer,
    OutboxTally tally,
    UsedKeys keys,
    ContentProtection protection,
    IOutboxLanes lanes,
    OutboxTelemetry telemetry,
    IOptions<OutboxOptions> options,
    TimeProvider clock)
{
    /// <summary>What was answered to that key before; null: it is new.</summary>
    public Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken) =>
        keys.FindAsync(tenantId, key, clock.GetUtcNow(), cancellationToken);

    /// <summary>Ends after the commit. Once begun it is not cancelled: what the caller does not hear of may have been accepted.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="emails">As admitted.</param>
    /// <param name="key">The caller's key; null: none.</param>
    /// <param name="answer">Makes the answer from the ids, in the order of <paramref name="emails"/>; null where the queue is full.</param>
    /// <exception cref="OutboxUnavailableException">Nothing was accepted.</exception>
    public async Task<AcceptOutcome> AcceptAsync(
        Guid tenantId, IReadOnlyList<NewEmail> emails, IdempotencyKey? key, Func<IReadOnlyList<Guid?>, ReadOnlyMemory<byte>> answer)
    {
        var room = tally.Reserve(tenantId, emails.Count, options.Value.QueueLimit);
        try
        {
            var now = clock.GetUtcNow();

            // What was accepted once is answered alike, however full it is now
            var isFull = room == 0 && emails.Count > 0;
            if (isFull && key is not null && await keys.FindAsync(tenantId, key, now, CancellationToken.None) is { } earlier)
            {
                return earlier;
            }

            telemetry.Refused(tenantId, emails.Count - room, "queue_full");
            if (isFull)
            {
                return new AcceptOutcome.QueueFull();
            }

            var ids = emails.Select((_, i) => i < room ? Guid.CreateVersion7(now) : (Guid?)null).ToList();
            List<EmailToWrite> writes = new(room);
            for (var i = 0; i < room; i++)
            {
                writes.Add(Prepare(tenantId, ids[i]!.Value, emails[i], now));
            }

            var accepted = new AcceptOutcome.Accepted(ids, answer(ids));
            var outcome = await writer.WriteAsync(new AcceptWrite(
                tenantId, writes, key, accepted, now, now + options.Value.KeyRetention, written => Tell(tenantId, written)));
            if (outcome is AcceptOutcome.Accepted)
            {
                telemetry.Accepted(tenantId, emails, room);
                OutboxSpans.Accepted(ids);
            }

            return outcome;
        }
        catch (OutboxUnavailableException)
        {
            telemetry.Refused(tenantId, room, "unavailable");
            throw;
        }
        finally
        {
            tally.Release(tenantId, room);
        }
    }

    private EmailToWrite Prepare(Guid tenantId, Guid id, NewEmail email, DateTimeOffset now)
    {
        var due = email.SendAt > now ? email.SendAt.Value : now;
        var waiting = new WaitingEmail(
            id,
            tenantId,
            email.Priority,
            now,
            due,
            email.ExpiresAt ?? due + options.Value.RetryFor,
            Attempts: 0,
            $"{id:N}@{email.MessageIdDomain}",
            email.Size,
            [.. email.Recipients.Select(r => r.Address)])
        {
            Trace = Activity.Current?.Context ?? default,
        };
        var content = email.Content with
        {
            Envelope = [.. waiting.Recipients.Select(address => new MailboxAddress(null, address))],
            MessageId = waiting.InternetMessageId,
            Date = now,
        };
        return new EmailToWrite(email, new AcceptedEmail(waiting, content), protection.Protect(tenantId, id, StoredContent.Of(content)));
    }

    private void Tell(Guid tenantId, IReadOnlyList<EmailToWrite> written) => lanes.Accepted(tenantId, [.. written.Select(w => w.Accepted)]);
}
