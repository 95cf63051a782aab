using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// Finds which messages of the history match, without reading more of it than a page needs: one index leads, and what else the filter
/// asks is looked at message by message.
/// </summary>
/// <param name="reader">The database.</param>
/// <param name="filter">What is asked for.</param>
/// <param name="moment">What the database does not know.</param>
/// <param name="acceptedBy">Whom the filter's API key stands for.</param>
/// <param name="clock">A search ends in time.</param>
internal sealed class HistorySearch(
    HistoryReader reader, EmailFilter filter, HistoryMoment moment, IReadOnlyList<string> acceptedBy, TimeProvider clock)
{
    // Messages that are looked at for a page where an index leads to many that do not match
    private const int MaxLooked = 20_000;

    // Those whose replies are read
    private const int MaxReplies = 3_000;

    // In one go, so that what was asked for can be given up, and that it is seen in time how long it takes
    private const int MostInOneLook = 2_000;
    private const int MostRepliesInOneLook = 500;

    // By then a search answers with what it has, and says how far it has come: however busy the machine is, nobody waits for long
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(150);

    private static readonly string AfterEveryText = char.ConvertFromUtf32(0x10FFFF);

    private readonly string? _reply = filter.Reply?.ToLowerInvariant();
    private int _looked;
    private bool _isTooBroad;

    /// <returns>
    /// At most <paramref name="max"/> in order, fewer where it would take too long to find more; null: the beginning of the recipient is that of
    /// too many.
    /// </returns>
    public EmailRun? FindPage(Guid? before, int max, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var (most, inOneLook) = _reply is null ? (MaxLooked, MostInOneLook) : (MaxReplies, MostRepliesInOneLook);
        List<EmailRow> found = [];
        for (var look = Math.Min(max + 1, inOneLook); ; look = Math.Min(look * 4, inOneLook))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var run = EmailRun.Merge(Lead(IdRange.Of(filter, before), look), max - found.Count);
            if (_isTooBroad)
            {
                return null;
            }

            found.AddRange(run.Emails);
            before = run.Floor;
            if (before is null || found.Count == max || _looked >= most || clock.GetElapsedTime(start) >= MostTime)
            {
                return new EmailRun(found, before);
            }
        }
    }

    // The index that leads to the fewest
    private IEnumerable<EmailRun> Lead(IdRange range, int look) => filter switch
    {
        { Id: { } id } => [Only(id, range)],
        { MessageId: { } messageId } => [.. Named(messageId, range, look)],
        { Recipient: { } recipient } => To(recipient, range, look),
        { Tag: { } tag } => [Read(HistorySql.Tagged, range, look, tag)],
        { Cause: { } cause } => [Read(HistorySql.WithCause, range, look, cause.ToString())],
        { ApiKey: not null } => acceptedBy.Select(by => Read(HistorySql.AcceptedBy, range, Math.Max(8, look / acceptedBy.Count), by)),
        { States.Count: 1 } when filter.States.Contains(EmailState.Scheduled) && Scheduled(range) is { } scheduled => [scheduled],
        { States.Count: > 0 } => InStates(range, look),
        _ => [Read(HistorySql.OfTenant, range, look)],
    };

    private EmailRun Only(Guid id, IdRange range) =>
        new(range.Contains(id) && reader.Row(id, moment) is { } row && Matches(row, null) ? [row] : [], null);

    private IEnumerable<EmailRun> Named(string messageId, IdRange range, int look)
    {
        // What programs wrote: several messages may have it
        yield return Read(HistorySql.Tagged, range, look, OutboxTag.PairOfMessageId(messageId));

        // What the outbox gives a message is made of its id
        if (Guid.TryParseExact(messageId.Split('@')[0], "N", out var id))
        {
            yield return Only(id, range);
        }

        foreach (var resent in reader.Ids(HistorySql.Resent, filter.TenantId, messageId))
        {
            yield return Only(resent, range);
        }
    }

    private IEnumerable<EmailRun> To(RecipientFilter recipient, IdRange range, int look)
    {
        if (recipient.Part == RecipientPart.Address)
        {
            return [Read(HistorySql.ToAddress, range, look, Lower(recipient.Text))];
        }

        IEnumerable<EmailRun> runs = recipient.Part == RecipientPart.Domain ? [] : [Gather(HistorySql.ToBeginning, Lower(recipient.Text), range)];
        return recipient.Domain is not { } domain ? runs
            : reader.Has(HistorySql.Of(filter.TenantId, HistorySql.HasDomain), filter.TenantId, domain)
                ? runs.Append(Read(HistorySql.ToDomain, range, look, domain))
            : runs.Append(Gather(HistorySql.ToDomainBeginning, domain, range));
    }

    // As the database makes it of an address
    private static string Lower(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c));

    // Those that may be anywhere in time are read all, as long as they are not too many
    private EmailRun Gather(string sql, string text, IdRange range)
    {
        var found = reader.Rows(
            HistorySql.Of(filter.TenantId, sql), moment, filter.TenantId, text, text + AfterEveryText, EmailHistory.MaxBeginnings + 1);
        if (found.Count > EmailHistory.MaxBeginnings)
        {
            _isTooBroad = true;
            return new EmailRun([], null);
        }

        return new EmailRun([.. found.Where(row => range.Contains(row.Id) && Matches(row, filter.Recipient))], null);
    }

    private EmailRun? Scheduled(IdRange range)
    {
        var rows = reader.Rows(
            HistorySql.Of(filter.TenantId, HistorySql.Scheduled),
            moment,
            filter.TenantId,
            moment.Now,
            range.Below,
            EmailHistory.MaxBeginnings + 1);

        // Where they are that many, they are many among those that wait, too
        return rows.Count > EmailHistory.MaxBeginnings ? null : new EmailRun([.. rows.Where(row => range.Contains(row.Id) && Matches(row, null))], null);
    }

    private IEnumerable<EmailRun> InStates(IdRange range, int look)
    {
        foreach (var stored in filter.States.Where(s => s != EmailState.Sending).Select(Stored).Distinct())
        {
            // Some of those that wait are being sent, which only the lanes know
            yield return Read(HistorySql.OfTenantInState, range, look + (stored.IsWaiting ? moment.Sending.Count : 0), (int)stored);
        }

        if (filter.States.Contains(EmailState.Sending))
        {
            yield return new EmailRun([.. moment.Sending.SelectMany(id => Only(id, range).Emails)], null);
        }
    }

    private static EmailState Stored(EmailState state) => state == EmailState.Scheduled ? EmailState.Queued : state;

    private EmailRun Read(string sql, IdRange range, int limit, SqlValue? last = null)
    {
        var asked = HistorySql.Of(filter.TenantId, sql);
        var rows = last is { } value
            ? reader.Rows(asked, moment, filter.TenantId, range.From, range.Below, limit, value)
            : reader.Rows(asked, moment, filter.TenantId, range.From, range.Below, limit);
        _looked += rows.Count;
        return new EmailRun([.. rows.Where(row => Matches(row, sql))], rows.Count == limit ? rows.Min(row => row.Id) : null);
    }

    /// <param name="row">A message that is led to.</param>
    /// <param name="led">What the index that led there has looked at: its question, or the filter's recipient.</param>
    private bool Matches(EmailRow row, object? led) =>
        (filter.TenantId is not { } tenant || tenant == row.TenantId)
        && (filter.States.Count == 0 || filter.States.Contains(row.State))
        && (filter.Id is not { } id || id == row.Id)
        && (filter.Cause is not { } cause || cause.ToString() == row.Cause)
        && (filter.ApiKey is null || (row.AcceptedBy is { } by && acceptedBy.Contains(by, StringComparer.Ordinal)))
        && (filter.Tag is not { } tag || (led is HistorySql.Tagged && filter.MessageId is null) || reader.Has(HistorySql.HasTag, row.TenantId, tag, row.Id))
        && (filter.Recipient is not { } recipient || led is RecipientFilter or HistorySql.ToAddress or HistorySql.ToDomain || reader.Addresses(row.Id).Any(recipient.Matches))
        && (_reply is null || reader.Has(HistorySql.HasReply, row.Id, _reply, filter.TenantId));
}
