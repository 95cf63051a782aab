using System.Diagnostics;
using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Telemetry;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.Outbox;

/// <summary>Takes messages into the outbox.</summary>
internal sealed class AcceptEmails(
    IOutboxStore store,
    OutboxTally tally,
    ContentProtection protection,
    IOutboxLanes lanes,
    OutboxTelemetry telemetry,
    IOptions<OutboxOptions> options,
    TimeProvider clock)
{
    /// <summary>What was answered to that key before; null: it is new.</summary>
    public Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken) =>
        store.FindAnswerAsync(tenantId, key, cancellationToken);

    /// <summary>Ends after the commit. Once begun it is not cancelled: what the caller does not hear of may have been accepted.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="emails">As admitted.</param>
    /// <param name="key">The caller's key; null: none.</param>
    /// <param name="answer">
    /// Makes the answer from the ids, in the order of <paramref name="emails"/>; null where there was no room, for want of what the
    /// second argument says. It is kept with the key, so it should be short.
    /// </param>
    /// <exception cref="OutboxUnavailableException">Nothing was accepted.</exception>
    public async Task<AcceptOutcome> AcceptAsync(
        Guid tenantId, IReadOnlyList<NewEmail> emails, IdempotencyKey? key, Func<IReadOnlyList<Guid?>, QueueBound?, ReadOnlyMemory<byte>> answer)
    {
        var room = Reserve(tenantId, emails);
        var keyCost = 0L;
        try
        {
            var now = clock.GetUtcNow();
            var ids = emails.Select((_, i) => i < room.Emails ? emails[i].Id ?? Guid.CreateVersion7(now) : (Guid?)null).ToList();
            var accepted = new AcceptOutcome.Accepted(ids, answer(ids, room.Reached));
            var full = room is { Emails: 0, Reached: { } reached } ? reached : (QueueBound?)null;
            if (key is not null && room.Emails > 0)
            {
                var cost = OutboxKey.Cost(accepted.Answer.Length);
                if (tally.TryReserveKey(tenantId, cost, options.Value))
                {
                    keyCost = cost;
                }
                else
                {
                    full = QueueBound.Keys;
                }
            }

            // What was accepted once is answered alike, however full it is now
            if (key is not null && (full is not null || room.Emails == 0)
                && await store.FindAnswerAsync(tenantId, key, CancellationToken.None) is { } earlier)
            {
                return earlier;
            }

            telemetry.Refused(tenantId, emails.Count - (full is null ? room.Emails : 0), full ?? room.Reached);
            if (full is { } bound)
            {
                return new AcceptOutcome.QueueFull(bound);
            }

            // Nothing to account for, so nothing to remember either: the same request gets the same answer anyhow
            return room.Emails == 0 ? accepted : await WriteAsync(tenantId, emails, key, accepted, now);
        }
        catch (OutboxUnavailableException)
        {
            telemetry.Unavailable(tenantId, room.Emails);
            throw;
        }
        finally
        {
            tally.Release(tenantId, room);
            tally.ReleaseKey(tenantId, keyCost);
        }
    }

    /// <summary>What a message of that size finds no room in at this moment; null: there is room, or it cannot be told.</summary>
    public QueueBound? FindFull(Guid tenantId, long size)
    {
        try
        {
            var room = tally.Reserve(tenantId, [size], options.Value);
            tally.Release(tenantId, room);
            return room.Emails == 0 ? room.Reached : null;
        }
        catch (OutboxUnavailableException)
        {
            // That is said where something is to be stored
            return null;
        }
    }

    private QueueRoom Reserve(Guid tenantId, IReadOnlyList<NewEmail> emails)
    {
        try
        {
            return tally.Reserve(tenantId, [.. emails.Select(e => e.Size)], options.Value);
        }
        catch (OutboxUnavailableException)
        {
            telemetry.Unavailable(tenantId, emails.Count);
            throw;
        }
    }

    private async Task<AcceptOutcome> WriteAsync(
        Guid tenantId, IReadOnlyList<NewEmail> emails, IdempotencyKey? key, AcceptOutcome.Accepted accepted, DateTimeOffset now)
    {
        List<EmailToWrite> writes = new(emails.Count);
        for (var i = 0; i < emails.Count && accepted.Ids[i] is { } id; i++)
        {
            writes.Add(Prepare(tenantId, id, emails[i], now));
        }

        var outcome = await store.AcceptAsync(
            new EmailBatch(tenantId, writes, key, accepted), () => lanes.Accepted(tenantId, [.. writes.Select(w => w.Accepted)]));
        if (outcome is AcceptOutcome.Accepted)
        {
            telemetry.Accepted(tenantId, emails, writes.Count);
            OutboxSpans.Accepted(accepted.Ids);
        }

        return outcome;
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
            MessageIdOf(id, email),
            email.Size,
            [.. email.Recipients.Select(r => r.Address)])
        {
            Trace = Activity.Current?.Context ?? default,
        };
        var content = email.Content with
        {
            Envelope = [.. waiting.Recipients.Select(address => new MailboxAddress(null, address))],
            MessageId = waiting.InternetMessageId,
            Date = email.Content.Raw is null ? now : null,
        };
        return new EmailToWrite(email, new ReadyEmail(waiting, content, null), protection.Protect(tenantId, id, StoredContent.Of(content)));
    }

    /// <summary>What a program wrote has one, and may have one that another message has too.</summary>
    private static string MessageIdOf(Guid id, NewEmail email) =>
        email.Content.Raw is null ? $"{id:N}@{email.MessageIdDomain}"
        : email.Content.MessageId is { Length: > 0 and <= OutboxMessage.LongestMessageId } own ? own
        : throw new ArgumentException("A raw message has a Message-ID that can be stored.", nameof(email));
}
