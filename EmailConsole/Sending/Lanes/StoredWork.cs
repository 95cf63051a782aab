namespace EmailConsole.Sending.Lanes;

/// <summary>
/// Whether the database may hold due messages of one priority that the lane has not in memory. Guarded by the lane.
/// </summary>
internal sealed class StoredWork
{
    private bool _missed;

    /// <summary>True at first: nobody has looked.</summary>
    public bool HasMore { get; private set; } = true;

    /// <summary>There is something that was not taken into memory.</summary>
    public void Missed() => HasMore = _missed = true;

    /// <summary>A look begins: what is missed from now on, it may not see.</summary>
    public void BeginLook() => _missed = false;

    /// <param name="sawAll">It took all that was there.</param>
    public void EndLook(bool sawAll) => HasMore = _missed || !sawAll;
}
