using System.Runtime.InteropServices;
using EmailConsole.Outbox.History;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Ids are in the order of acceptance, so a time is a range of them.</summary>
/// <param name="From">The first that counts.</param>
/// <param name="Below">The first that does not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IdRange(Guid From, Guid Below)
{
    public static IdRange Of(EmailFilter filter, Guid? before)
    {
        var below = filter.Until is { } until ? SortableGuid.FirstAt(until) : Guid.AllBitsSet;
        return new IdRange(
            filter.Since is { } since ? SortableGuid.FirstAt(since) : Guid.Empty,
            before is { } cursor && cursor.CompareTo(below) < 0 ? cursor : below);
    }

    public bool Contains(Guid id) => id.CompareTo(From) >= 0 && id.CompareTo(Below) < 0;
}
