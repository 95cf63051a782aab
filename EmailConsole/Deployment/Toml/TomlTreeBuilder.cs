using Tomlyn.Syntax;

namespace EmailConsole.Deployment.Toml;

/// <summary>
/// Turns a syntax tree that was found valid into tables. Tomlyn's object model is not used, because it forgets where
/// values stand.
/// </summary>
internal sealed class TomlTreeBuilder
{
    /// <summary>Bounds the recursion over what a file nests; Tomlyn's own bound leaves out dotted keys.</summary>
    public const int MaxDepth = 64;

    private readonly TomlNode _root = new("", 1);

    /// <exception cref="TomlTooDeepException">A key has more than <see cref="MaxDepth"/> parts.</exception>
    public static TomlNode Build(DocumentSyntax document)
    {
        var builder = new TomlTreeBuilder();
        builder.AddAll(builder._root, document.KeyValues);
        foreach (var table in document.Tables)
        {
            builder.AddAll(builder.Open(table), table.Items);
        }

        return builder._root;
    }

    private TomlNode Open(TableSyntaxBase table)
    {
        var parts = Parts(table.Name!);
        var line = table.Span.Start.Line + 1;
        var column = table.Span.Start.Column + 1;
        if (table is not TableArraySyntax)
        {
            // A line above, such as [a.b], may have made a; its own header is the better place to point at
            var opened = Descend(_root, parts, line, column);
            opened.Line = line;
            return opened;
        }

        var parent = Descend(_root, parts.AsSpan(..^1), line, column);
        if (!parent.Items.TryGetValue(parts[^1], out var item) || item.Value is not List<object> list)
        {
            list = [];
            parent.Items[parts[^1]] = new TomlItem(list, line, column);
        }

        var element = new TomlNode(parent.NameOf(parts[^1]), line);
        list.Add(element);
        return element;
    }

    private void AddAll(TomlNode table, IEnumerable<KeyValueSyntax> keyValues)
    {
        foreach (var keyValue in keyValues)
        {
            Add(table, keyValue);
        }
    }

    private void Add(TomlNode table, KeyValueSyntax keyValue)
    {
        var parts = Parts(keyValue.Key!);
        var line = keyValue.Key!.Span.Start.Line + 1;
        var column = keyValue.Key.Span.Start.Column + 1;
        var owner = Descend(table, parts.AsSpan(..^1), line, column);
        owner.Items[parts[^1]] = new TomlItem(Value(keyValue.Value!, owner.NameOf(parts[^1]), line), line, column)
        {
            ValueColumn = keyValue.Value!.Span.Start.Column + 1,
            LastLine = Math.Max(line, keyValue.Value.Span.End.Line + 1),
        };
    }

    private object Value(ValueSyntax syntax, string name, int line)
    {
        switch (syntax)
        {
            case StringValueSyntax text:
                return text.Value ?? "";
            case IntegerValueSyntax integer:
                return integer.Value;
            case FloatValueSyntax real:
                return real.Value;
            case BooleanValueSyntax boolean:
                return boolean.Value;
            case ArraySyntax array:
                return array.Items.Select(i => Value(i.Value!, name, line)).ToList();
            case InlineTableSyntax inline:
                var table = new TomlNode(name, line);
                AddAll(table, inline.Items.Select(i => i.KeyValue!));
                return table;
            default:
                // Dates and times: no room has any, but a table that holds one must still be readable
                return syntax.ToString().Trim();
        }
    }

    private static TomlNode Descend(TomlNode from, ReadOnlySpan<string> parts, int line, int column)
    {
        foreach (var part in parts)
        {
            from = Child(from, part, line, column);
        }

        return from;
    }

    private static TomlNode Child(TomlNode table, string key, int line, int column)
    {
        if (table.Items.TryGetValue(key, out var item))
        {
            return item.Value switch
            {
                TomlNode existing => existing,
                List<object> list when list.LastOrDefault() is TomlNode element => element,
                _ => throw new InvalidOperationException("The syntax was validated: only a table holds keys."),
            };
        }

        var child = new TomlNode(table.NameOf(key), line);
        table.Items.Add(key, new TomlItem(child, line, column));
        return child;
    }

    private static string[] Parts(KeySyntax key)
    {
        string[] parts = [Text(key.Key!), .. key.DotKeys.Select(d => Text(d.Key!))];
        return parts.Length <= MaxDepth
            ? parts
            : throw new TomlTooDeepException(key.Span.Start.Line + 1, key.Span.Start.Column + 1);
    }

    private static string Text(BareKeyOrStringValueSyntax key) => key switch
    {
        StringValueSyntax quoted => quoted.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };
}

/// <summary>Ends the reading of a file that nests deeper than any real one.</summary>
internal sealed class TomlTooDeepException(int line, int column)
    : Exception($"Tables may nest {TomlTreeBuilder.MaxDepth} deep.")
{
    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based.</summary>
    public int Column { get; } = column;
}
