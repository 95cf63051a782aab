using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Telemetry;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Reads what is due, what is over and what belongs to single messages.</summary>
internal sealed class OutboxReader(OutboxDatabase database, ContentProtection protection)
{
    /// <summary>A row for each recipient that waits.</summary>
    public const string DueSql =
        "SELECT m.Id, m.AcceptedAt, m.DueAt, m.ExpiresAt, m.Attempts, m.InternetMessageId, m.Size, m.TraceParent, r.Address, m.RouteStep, m.RouteFrom FROM ("
        + "SELECT Id, AcceptedAt, DueAt, ExpiresAt, Attempts, InternetMessageId, Size, TraceParent, RouteStep, RouteFrom FROM OutboxMessages "
        + "WHERE TenantId = ?1 AND Priority = ?2 AND DueAt <= ?3 AND NOT (RouteStep = 2 AND RouteFrom IN (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)) ORDER BY DueAt LIMIT ?4) m "
        + "LEFT JOIN OutboxRecipients r ON r.MessageId = m.Id AND r.State IN (0, 2) ORDER BY m.DueAt, m.Id, r.Ordinal";

    public const string ExpiredSql = "SELECT Id, TenantId FROM OutboxMessages WHERE ExpiresAt <= ?1 AND DueAt IS NOT NULL ORDER BY ExpiresAt LIMIT ?2";

    private const string ContentSql = "SELECT Protected FROM OutboxContents WHERE MessageId = ?1";

    // What somebody did not get goes under the same Message-ID anyhow
    private const string DeliveredContentSql =
        "SELECT c.Protected FROM OutboxContents c JOIN OutboxMessages m ON m.Id = c.MessageId WHERE c.MessageId = ?1 AND m.TenantId = ?2 AND m.State = 3";

    private const string SizeSql = "SELECT Size FROM OutboxMessages WHERE Id = ?1";
    private const string RetryingSql = "SELECT AcceptedAt FROM OutboxMessages WHERE State = ?1 ORDER BY Id LIMIT 1";

    private static readonly EmailPriority[] ByUrgency = [EmailPriority.High, EmailPriority.Normal, EmailPriority.Bulk];

    public async Task<IReadOnlyList<WaitingEmail>> FindDueAsync(
        Guid tenantId,
        EmailPriority? priority,
        int max,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> holding,
        IReadOnlyCollection<Guid> notStayingAt,
        CancellationToken cancellationToken)
    {
        // Nobody is no provider's id
        Guid[] not = [.. notStayingAt.Take(IOutboxStore.MostStayingAt), .. Enumerable.Repeat(Guid.Empty, Math.Max(0, IOutboxStore.MostStayingAt - notStayingAt.Count))];
        var held = holding as IReadOnlySet<Guid> ?? holding.ToHashSet();
        List<WaitingEmail> found = [];
        await using var connection = await database.OpenAsync(cancellationToken);

        // One by one: what is due later with a high priority must not be read on the way to what is due now with a low one
        foreach (var each in priority is { } only ? [only] : ByUrgency)
        {
            if (found.Count < max)
            {
                await using var rows = await connection[DueSql].ReadAsync(
                    cancellationToken, tenantId, (int)each, now, max - found.Count + held.Count, not[0], not[1], not[2], not[3], not[4], not[5], not[6], not[7]);
                var due = await ReadDueAsync(rows, tenantId, each, cancellationToken);
                found.AddRange(due.Where(email => !held.Contains(email.Id)).Take(max - found.Count));
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        List<EmailMatch> found = [];
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await connection[ExpiredSql].ReadAsync(cancellationToken, now, max);
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new EmailMatch(rows.Id(0), rows.Id(1)));
        }

        return found;
    }

    public async Task<IReadOnlyList<ReadyEmail>> LoadAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var loaded = new ReadyEmail[emails.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            await using var found = await connection[ContentSql].ReadAsync(cancellationToken, emails[i].Id);
            loaded[i] = protection.Load(emails[i], await found.ReadAsync(cancellationToken) ? found.Bytes(0) : null);
        }

        return loaded;
    }

    public async Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var sizes = new long[ids.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            await using var found = await connection[SizeSql].ReadAsync(cancellationToken, ids[i]);
            sizes[i] = await found.ReadAsync(cancellationToken) ? found.LongNumber(0) : 0;
        }

        return sizes;
    }

    /// <summary>Which of the delivered ones, if their contents are kept, a program has signed: that stands in the content alone.</summary>
    public async Task<IReadOnlySet<Guid>> FindSignedAsync(Guid tenantId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        HashSet<Guid> signed = [];
        foreach (var id in ids)
        {
            await using var found = await connection[DeliveredContentSql].ReadAsync(cancellationToken, id, tenantId);
            if (await found.ReadAsync(cancellationToken) && protection.TryUnprotect(tenantId, id, found.Bytes(0)).Content is { Raw.IsSigned: true })
            {
                signed.Add(id);
            }
        }

        return signed;
    }

    public async Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var found = await connection[RetryingSql].ReadAsync(cancellationToken, (int)EmailState.Retrying);
        return await found.ReadAsync(cancellationToken) ? found.Time(0) : null;
    }

    private static async Task<List<WaitingEmail>> ReadDueAsync(SqlRows rows, Guid tenantId, EmailPriority priority, CancellationToken cancellationToken)
    {
        List<WaitingEmail> due = [];
        List<string> recipients = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            var id = rows.Id(0);
            if (due.Count == 0 || due[^1].Id != id)
            {
                recipients = [];
                due.Add(new WaitingEmail(
                    id, tenantId, priority, rows.Time(1), rows.Time(2), rows.Time(3), rows.Number(4), rows.Text(5), rows.LongNumber(6), recipients)
                {
                    Route = new RoutePoint((RouteStep)rows.Number(9), rows.IdOrNull(10)),
                    Trace = TraceParents.Parse(rows.TextOrNull(7)),
                });
            }

            if (rows.TextOrNull(8) is { } address)
            {
                recipients.Add(address);
            }
        }

        return due;
    }
}
