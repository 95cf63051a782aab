using System.Runtime.InteropServices;
using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>What a filter asks of a message.</summary>
/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="State">At this moment, see <see cref="HistoryMoment"/>.</param>
/// <param name="Cause">As stored.</param>
/// <param name="AcceptedBy">Who handed it in.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EmailRow(Guid Id, Guid TenantId, EmailState State, string? Cause, string? AcceptedBy);

/// <summary>What one question found.</summary>
/// <param name="Emails">Matching messages.</param>
/// <param name="Floor">Complete down to this id, itself included; null: to the end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EmailRun(IReadOnlyList<EmailRow> Emails, Guid? Floor)
{
    /// <summary>The newest of all runs together, as far down as every run is complete.</summary>
    public static EmailRun Merge(IEnumerable<EmailRun> runs, int max)
    {
        Guid? floor = null;
        List<EmailRow> emails = [];
        foreach (var run in runs)
        {
            emails.AddRange(run.Emails);
            floor = run.Floor is { } end && !(floor?.CompareTo(end) > 0) ? end : floor;
        }

        var newest = emails.Where(e => floor is not { } end || e.Id.CompareTo(end) >= 0).DistinctBy(e => e.Id).OrderByDescending(e => e.Id).Take(max + 1).ToList();
        return newest.Count > max ? new EmailRun(newest[..max], newest[max - 1].Id) : new EmailRun(newest, floor);
    }
}
