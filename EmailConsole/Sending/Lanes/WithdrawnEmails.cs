namespace EmailConsole.Sending.Lanes;

/// <summary>
/// Messages that no lane may take from the database: those being cancelled at this moment, and, until the next start, those of which it
/// cannot be written what became of them.
/// </summary>
internal sealed class WithdrawnEmails
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _ids = [];

    public void Add(IEnumerable<Guid> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                _ids[id] = _ids.GetValueOrDefault(id) + 1;
            }
        }
    }

    public void Remove(IEnumerable<Guid> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_ids.TryGetValue(id, out var count) && count > 1)
                {
                    _ids[id] = count - 1;
                }
                else
                {
                    _ids.Remove(id);
                }
            }
        }
    }

    /// <summary>As they are now.</summary>
    public HashSet<Guid> Current()
    {
        lock (_gate)
        {
            return [.. _ids.Keys];
        }
    }
}
