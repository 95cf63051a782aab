using System.Globalization;
using System.Text;
using EmailConsole.Deployment.Toml;

namespace EmailConsole.Deployment.References;

/// <summary>
/// Resolves the references of one reading. What a reference gives is literal: it is not searched for references again,
/// and <c>$</c> or <c>\</c> in it mean nothing.
/// </summary>
internal sealed class ReferenceResolver(TomlNode root, ReferenceSources sources)
{
    /// <summary>A chain of <c>$ref{}</c>, or what a list nests; bounds the recursion.</summary>
    private const int MaxDepth = 32;

    /// <summary>A text that grows beyond it is a mistake, or keys that double each other.</summary>
    private const int MaxLength = 64 * 1024;

    private readonly SecretAliases _secrets = new(root, sources);
    private readonly Dictionary<TomlItem, Resolution> _done = [];
    private readonly HashSet<TomlItem> _underWay = [];

    public Resolution Resolve(TomlItem item) => Resolve(item, depth: 0);

    private Resolution Resolve(TomlItem item, int depth)
    {
        if (_done.TryGetValue(item, out var done))
        {
            return done;
        }

        if (depth > MaxDepth)
        {
            return Resolution.Failed($"The references go through more than {MaxDepth} keys. Refer to the last one directly.");
        }

        if (!_underWay.Add(item))
        {
            return Resolution.Failed("The references go in a circle. Write the value itself in one of the keys.");
        }

        var resolution = Resolve(item.Value, depth);
        _underWay.Remove(item);
        _done[item] = resolution;
        return resolution;
    }

    private Resolution Resolve(object value, int depth) => value switch
    {
        string text => ResolveText(text, depth),
        List<object> list => ResolveList(list, depth),
        _ => Resolution.Of(value),
    };

    private Resolution ResolveList(List<object> list, int depth)
    {
        var items = new List<object>(list.Count);
        var whole = Resolution.Of(items);
        foreach (var item in list)
        {
            // Tables in a list are read, and resolved, as tables
            var resolved = item is TomlNode ? Resolution.Of(item) : Resolve(item, depth);
            if (resolved.Error is not null)
            {
                return resolved;
            }

            items.Add(resolved.Value);
            whole = whole.With(resolved);
        }

        return whole;
    }

    private Resolution ResolveText(string text, int depth)
    {
        var parts = ReferenceText.Parse(text);
        if (parts is [ReferencePart.Reference { Kind: ReferenceKind.Ref } only])
        {
            // Alone, a reference copies booleans, numbers and lists as such
            return Follow(only, depth) with { Reference = only.Written };
        }

        if (parts is [ReferencePart.Literal])
        {
            return Resolution.Of(text);
        }

        var joined = new StringBuilder();
        var whole = Resolution.Of("");
        foreach (var part in parts)
        {
            var resolved = part is ReferencePart.Reference reference
                ? AsText(Follow(reference, depth), reference)
                : Resolution.Of(((ReferencePart.Literal)part).Text);
            if (resolved.Error is not null)
            {
                return resolved;
            }

            joined.Append((string)resolved.Value);
            if (joined.Length > MaxLength)
            {
                return Resolution.Failed($"The value grows beyond {MaxLength / 1024} KB through its references.");
            }

            whole = whole.With(resolved);
        }

        return whole with { Value = joined.ToString() };
    }

    private Resolution Follow(ReferencePart.Reference reference, int depth)
    {
        var named = ResolveName(reference.Name, depth);
        if (named.Error is not null)
        {
            return named;
        }

        var name = ((string)named.Value).Trim();
        if (name.Length == 0)
        {
            return Resolution.Failed($"The reference {reference.Written} names nothing. Write a name between the braces.");
        }

        return reference.Kind switch
        {
            ReferenceKind.Ref => FollowRef(name, depth),
            ReferenceKind.Secret => _secrets.Find(name),
            _ => sources.Find(reference.Kind, name) switch
            {
                Lookup.Found found => Resolution.Of(found.Value) with { IsFromOutside = true },
                Lookup.Failed failed => Resolution.Failed(failed.Message),
                _ => Resolution.Failed($"The reference {reference.Written} leads nowhere."),
            },
        };
    }

    private Resolution ResolveName(IReadOnlyList<ReferencePart> name, int depth)
    {
        var joined = "";
        foreach (var part in name)
        {
            var resolved = part is ReferencePart.Reference inner
                ? AsText(Follow(inner, depth), inner)
                : Resolution.Of(((ReferencePart.Literal)part).Text);
            if (resolved.Error is not null || resolved.HoldsSecret)
            {
                // The name is said in messages
                return resolved.HoldsSecret ? Resolution.Failed("A secret cannot be part of a reference's name.") : resolved;
            }

            joined += (string)resolved.Value;
        }

        return Resolution.Of(joined);
    }

    private Resolution FollowRef(string name, int depth)
    {
        if (root.Find(name) is not { } found)
        {
            return Resolution.Failed($"There is no key '{name}' in this file to refer to. Write the whole dotted key, such as output_adapter.email.username.");
        }

        if (found.Item.Value is TomlNode)
        {
            return Resolution.Failed($"'{name}' is a table. Refer to one of its keys.");
        }

        var resolved = Resolve(found.Item, depth + 1);
        return resolved.Error is { } error && !_underWay.Contains(found.Item)
            ? Resolution.Failed($"It refers to '{name}' (line {found.Item.Line.ToString(CultureInfo.InvariantCulture)}), which cannot be resolved: {Shorten(error)}")
            : resolved;
    }

    private static Resolution AsText(Resolution resolved, ReferencePart.Reference reference)
    {
        if (resolved.Error is not null)
        {
            return resolved;
        }

        var text = resolved.Value switch
        {
            string s => s,
            bool b => b ? "true" : "false",
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            _ => null,
        };
        return text is null
            ? Resolution.Failed($"{reference.Written} is a list and cannot be part of a text. Use it as the whole value.")
            : resolved with { Value = text, Reference = reference.Written };
    }

    /// <summary>A long chain says its end, not every step.</summary>
    private static string Shorten(string error)
    {
        const string joint = "which cannot be resolved: ";
        var last = error.LastIndexOf(joint, StringComparison.Ordinal);
        return last < 0 ? error : error[(last + joint.Length)..];
    }
}
