using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace EmailConsole.Rest.Server;

/// <summary>
/// Names the members of a body that are unknown or of the wrong type, by their paths. The serializer ends at the first one: what
/// it objects to is taken out, and it is asked again.
/// </summary>
internal static class ServerBodyFaults
{
    private const int Most = 10;
    private const int LongestPath = 200;

    /// <param name="bytes">The body.</param>
    /// <param name="options">With which it was read.</param>
    /// <param name="first">What the serializer said of it.</param>
    /// <returns>A sentence for each, at most ten; empty: the body is not well-formed, or no object at all.</returns>
    public static IReadOnlyList<string> Find<TBody>(ReadOnlySpan<byte> bytes, JsonSerializerOptions options, JsonException first)
    {
        List<string> faults = [];
        try
        {
            JsonNode? root = null;
            for (JsonException? fault = first; fault is not null && faults.Count < Most;)
            {
                // Only what is not well-formed has a reader's exception inside
                if (fault.InnerException is JsonException || fault.Path is not { } path || Steps(path) is not { Count: > 0 } steps)
                {
                    break;
                }

                faults.Add(Describe(steps, IsUnknown(options.GetTypeInfo(typeof(TBody)), steps)));
                root ??= JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = options.MaxDepth });
                fault = TakeOut(root, steps) ? Ask<TBody>(root, options) : null;
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Members that are there twice, or a name that is not UTF-8: what was found so far is said
        }

        return faults;
    }

    private static JsonException? Ask<TBody>(JsonNode? root, JsonSerializerOptions options)
    {
        try
        {
            root.Deserialize<TBody>(options);
            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }

    /// <summary>Splits <c>$.properties[0]['mail.smtp.signature']</c>: names, and indexes as numbers.</summary>
    private static List<object> Steps(string path)
    {
        List<object> steps = [];
        for (var at = 1; at < path.Length;)
        {
            var isQuoted = path.AsSpan(at).StartsWith("['");
            var end = isQuoted ? EndOfQuoted(path, at)
                : path[at] == '[' ? path.IndexOf(']', at)
                : NextOf(path, at + 1);
            if (end < 0)
            {
                return steps;
            }

            steps.Add(isQuoted ? path[(at + 2)..end]
                : path[at] == '[' ? int.Parse(path.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture)
                : path[(at + 1)..end]);
            at = isQuoted ? end + 2 : path[at] == '[' ? end + 1 : end;
        }

        return steps;
    }

    // A name may hold the characters that end it: the last possible end counts, since nothing lies below an unknown member
    private static int EndOfQuoted(string path, int at) =>
        path.EndsWith("']", StringComparison.Ordinal) ? path.Length - 2 : path.IndexOf("']", at, StringComparison.Ordinal);

    private static int NextOf(string path, int at) => path.AsSpan(at).IndexOfAny('.', '[') is >= 0 and var next ? at + next : path.Length;

    private static bool TakeOut(JsonNode? root, List<object> steps)
    {
        var node = root;
        foreach (var step in steps.SkipLast(1))
        {
            node = (node, step) switch
            {
                (JsonObject parent, string name) => parent.FirstOrDefault(p => p.Key == name).Value,
                (JsonArray parent, int index) when index < parent.Count => parent[index],
                _ => null,
            };
        }

        switch (node, steps[^1])
        {
            case (JsonObject parent, string name):
                return parent.Remove(name);
            case (JsonArray parent, int index) when index < parent.Count && parent[index] is not null:
                parent[index] = null;
                return true;
            default:
                return false;
        }
    }

    private static bool IsUnknown(JsonTypeInfo type, List<object> steps)
    {
        var current = type;
        foreach (var step in steps)
        {
            if (step is string name && current.Kind == JsonTypeInfoKind.Object)
            {
                var comparison = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
                if (current.Properties.FirstOrDefault(p => p.Name.Equals(name, comparison)) is not { } member)
                {
                    return true;
                }

                current = type.Options.GetTypeInfo(member.PropertyType);
            }
            else if (step is int && current.Kind == JsonTypeInfoKind.Enumerable && current.ElementType is { } element)
            {
                current = type.Options.GetTypeInfo(element);
            }
            else
            {
                return false;
            }
        }

        return false;
    }

    private static string Describe(List<object> steps, bool isUnknown)
    {
        var path = new StringBuilder();
        foreach (var step in steps)
        {
            _ = step is int index
                ? path.Append(CultureInfo.InvariantCulture, $"[{index}]")
                : path.Append(path.Length == 0 ? "" : ".").Append(step);
        }

        var shown = string.Concat(path.ToString().Take(LongestPath).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return isUnknown ? $"{shown}: there is no such member." : $"{shown}: its value is of the wrong type.";
    }
}
