using EmailConsole.Outbox.Storage;

namespace EmailConsole.Outbox.History;

/// <summary>Finds which messages of the history match, without reading more of it than a page needs.</summary>
/// <param name="reader">The database.</param>
/// <param name="filter">What is asked for.</param>
/// <param name="sending">What the lanes are at just now.</param>
/// <param name="tenants">Those with messages, where all are asked for: recipients are indexed by tenant.</param>
internal sealed class HistorySearch(HistoryReader reader, EmailFilter filter, IReadOnlySet<Guid> sending, IReadOnlyList<Guid> tenants)
{
    /// <summary>Recipients that may begin with what was typed.</summary>
    public const int MaxBeginnings = 10_000;

    /// <summary>Messages to one address that are looked at in one go for those in the states asked for.</summary>
    private const int Look = 5_000;

    // How often a search goes on that looked at thousands and found too few
    private const int MaxRounds = 10;

    private static readonly string AfterEveryAddress = char.ConvertFromUtf32(0x10FFFF);

    private IEnumerable<Guid> Tenants => filter.TenantId is { } only ? [only] : tenants;

    /// <summary>Goes on where one look found too few.</summary>
    public IdRun? FindPage(Guid? before, int max, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        for (var round = 0; ; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Find(before, max - ids.Count) is not { } found)
            {
                return null;
            }

            ids.AddRange(found.Ids);
            before = found.Floor;
            if (before is null || ids.Count == max || round == MaxRounds)
            {
                return new IdRun(ids, before);
            }
        }
    }

    /// <returns>At most <paramref name="max"/> in order; null: the beginning of the recipient is that of too many.</returns>
    public IdRun? Find(Guid? before, int max)
    {
        var range = IdRange.Of(filter, before);
        return filter.Recipient switch
        {
            null => IdRun.Merge(filter.States.Count == 0 ? [ByTenant(range, max)] : ByState(range, max), max),
            { IsBeginning: false } address => IdRun.Merge(ToAddress(address.Text, range, max), max),
            var beginning => ToBeginning(beginning.Text, range, max),
        };
    }

    private IdRun ByTenant(IdRange range, int max) => Read(filter.TenantId is null ? HistorySql.OfAll : HistorySql.OfTenant, filter.TenantId, range, max + 1);

    private IEnumerable<IdRun> ByState(IdRange range, int max)
    {
        var withSending = filter.States.Contains(EmailState.Sending);
        foreach (var state in filter.States.Where(s => s != EmailState.Sending).Distinct())
        {
            // Some of those that wait are being sent, which only the lanes know
            var sql = filter.TenantId is null ? HistorySql.OfAllInState : HistorySql.OfTenantInState;
            var leave = state.IsWaiting && !withSending ? sending.Count : 0;
            var run = Read(sql, filter.TenantId, range, max + 1 + leave, (int)state);
            yield return leave == 0 ? run : run with { Ids = [.. run.Ids.Where(id => !sending.Contains(id))] };
        }

        if (withSending)
        {
            yield return new IdRun([.. sending.Where(id => range.Contains(id) && Matches(id))], null);
        }
    }

    private IEnumerable<IdRun> ToAddress(string address, IdRange range, int max)
    {
        foreach (var tenant in Tenants)
        {
            var run = Read(HistorySql.ToAddress, tenant, range, filter.States.Count == 0 ? max + 1 : Look, address);
            yield return filter.States.Count == 0 ? run : run with { Ids = [.. run.Ids.Where(Matches).Take(max + 1)] };
        }
    }

    private IdRun? ToBeginning(string text, IdRange range, int max)
    {
        List<Guid> found = [];
        foreach (var tenant in Tenants)
        {
            found.AddRange(reader.Ids(
                HistorySql.ToBeginning, SortableGuid.ToBytes(tenant), text, text + AfterEveryAddress, MaxBeginnings + 1 - found.Count));
            if (found.Count > MaxBeginnings)
            {
                return null;
            }
        }

        var ids = found.Where(range.Contains).Distinct().OrderDescending().Where(id => filter.States.Count == 0 || Matches(id)).Take(max + 1);
        return IdRun.Merge([new IdRun([.. ids], null)], max);
    }

    private bool Matches(Guid id)
    {
        if (reader.StateOf(id) is not { } row || (filter.TenantId is { } tenant && tenant != row.TenantId))
        {
            return false;
        }

        return filter.States.Contains(row.State.IsWaiting && sending.Contains(id) ? EmailState.Sending : row.State);
    }

    private IdRun Read(string sql, Guid? tenant, IdRange range, int limit, object? last = null)
    {
        object? owner = tenant is { } id ? SortableGuid.ToBytes(id) : null;
        var (from, below) = (SortableGuid.ToBytes(range.From), SortableGuid.ToBytes(range.Below));
        var ids = last is null ? reader.Ids(sql, owner, from, below, limit) : reader.Ids(sql, owner, from, below, limit, last);
        return new IdRun(ids, ids.Count == limit ? ids[^1] : null);
    }
}
