using EmailConsole.Outbox.Writing;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Reading;

/// <summary>Knows what messages take on the wire, before they are queued again.</summary>
internal sealed class EmailSizes(OutboxConnection connections)
{
    private const string FindSql = "SELECT Size FROM OutboxMessages WHERE Id = ?1";

    /// <returns>One for each id; 0 where there is no such message.</returns>
    public async Task<IReadOnlyList<long>> FindAsync(IReadOnlyList<Guid> ids)
    {
        await using var connection = await connections.OpenAsync(CancellationToken.None);
        using var find = new Statement(connection, FindSql);
        var sizes = new long[ids.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            using var found = find.Read(SortableGuid.ToBytes(ids[i]));
            sizes[i] = found.Read() ? found.GetInt64(0) : 0;
        }

        return sizes;
    }
}
