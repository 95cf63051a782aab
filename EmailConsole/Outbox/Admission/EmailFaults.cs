namespace EmailConsole.Outbox.Admission;

/// <summary>What is wrong with a message that was sent in, field by field, in the order found. What the fields hold is never repeated.</summary>
/// <param name="most">So many are kept: enough to repair an honest request, while a hostile one shall not make a large answer.</param>
internal sealed class EmailFaults(int most = 100)
{
    private const int LongestName = 64;

    private readonly Dictionary<string, List<string>> _faults = new(StringComparer.Ordinal);
    private int _count;

    public bool Any => _count > 0 || TooLarge is not null;

    /// <summary>What is too large about it, where nothing else is wrong but that; null: nothing.</summary>
    public string? TooLarge { get; set; }

    /// <summary>Whether its size alone is wrong.</summary>
    public bool IsTooLargeOnly => TooLarge is not null && _count == 0;

    /// <param name="field">As the caller wrote it: <c>subject</c>, <c>to[2]</c>, <c>attachments[0].content</c>; unknown ones are cut.</param>
    /// <param name="fault">What is wrong and what to do instead.</param>
    public void Add(string field, string fault)
    {
        if (_count++ >= most)
        {
            return;
        }

        var name = Presentable(field);
        if (!_faults.TryGetValue(name, out var list))
        {
            _faults[name] = list = [];
        }

        list.Add(fault);
    }

    /// <summary>For the answer.</summary>
    public IReadOnlyDictionary<string, string[]> ToErrors() => _faults.ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal);

    private static string Presentable(string field) =>
        string.Concat((field.Length > LongestName ? field[..LongestName] + "…" : field).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
