namespace EmailConsole.Outbox.History;

/// <summary>What one question found.</summary>
/// <param name="Ids">Matching messages.</param>
/// <param name="Floor">Complete down to this id, itself included; null: to the end.</param>
internal readonly record struct IdRun(IReadOnlyList<Guid> Ids, Guid? Floor)
{
    /// <summary>The newest of all runs together, as far down as every run is complete.</summary>
    public static IdRun Merge(IEnumerable<IdRun> runs, int max)
    {
        Guid? floor = null;
        List<Guid> ids = [];
        foreach (var run in runs)
        {
            ids.AddRange(run.Ids);
            floor = run.Floor is { } end && !(floor?.CompareTo(end) > 0) ? end : floor;
        }

        var newest = ids.Where(id => floor is not { } end || id.CompareTo(end) >= 0).Distinct().OrderDescending().Take(max + 1).ToList();
        return newest.Count > max ? new IdRun(newest[..max], newest[max - 1]) : new IdRun(newest, floor);
    }
}
