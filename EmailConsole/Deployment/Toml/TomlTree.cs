namespace EmailConsole.Deployment.Toml;

/// <summary>A table as written, references not yet resolved.</summary>
/// <param name="name">Dotted; empty for the root.</param>
/// <param name="line">1-based line of the first key or header that made it.</param>
internal sealed class TomlNode(string name, int line)
{
    public string Name { get; } = name;

    /// <summary>1-based line of its header, or of the first key that made it.</summary>
    public int Line { get; set; } = line;

    /// <summary>In the file's order.</summary>
    public OrderedDictionary<string, TomlItem> Items { get; } = new(StringComparer.Ordinal);

    public string NameOf(string key) => Name.Length == 0 ? key : $"{Name}.{key}";

    /// <summary>Finds a dotted key; a key that itself holds dots (quoted in the file) is found without its quotes.</summary>
    public (TomlNode Table, TomlItem Item)? Find(string path)
    {
        if (Items.TryGetValue(path, out var item))
        {
            return (this, item);
        }

        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (Items.TryGetValue(path[..dot], out var part) && part.Value is TomlNode table && table.Find(path[(dot + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>One value as written. Compared by identity: two equal lines are two items.</summary>
/// <param name="value">string, long, double, bool, <see cref="List{T}"/> of these, or <see cref="TomlNode"/>.</param>
/// <param name="line">1-based line of the key.</param>
/// <param name="column">1-based column of the key, in Unicode code points.</param>
internal sealed class TomlItem(object value, int line, int column)
{
    public object Value { get; } = value;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>1-based column of the value, which begins on the key's line; the key's for tables with a header.</summary>
    public int ValueColumn { get; init; } = column;

    /// <summary>1-based line on which the value ends.</summary>
    public int LastLine { get; init; } = line;
}
