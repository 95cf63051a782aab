using System.Text.Json.Nodes;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>What a sender changes, line by line, without its secrets.</summary>
internal static class SenderDifference
{
    private const string Properties = "properties";
    private const string Provider = "provider";

    private static readonly string[] Members = ["name", Provider];

    /// <param name="before">As it is here; null: none.</param>
    /// <param name="after">As it is to be.</param>
    public static IEnumerable<string> Lines(JsonObject? before, JsonObject after)
    {
        var (old, now) = (Flat(before), Flat(after));
        var kind = ProviderKinds.FindByApiName(now.GetValueOrDefault(Provider));
        foreach (var key in now.Keys.Union(old.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (SenderProperties.IsSecret(key, kind))
            {
                yield return $"  {key}: (a secret)";
            }
            else if (was != becomes && !SenderKeys.IsHarmless(key) && !SenderKind.HasField(kind, key) && !Members.Contains(key))
            {
                yield return $"  {key}: (not shown: it may be a secret)";
            }
            else if (was != becomes)
            {
                yield return before is null ? $"  {key}: {becomes}" : $"  {key}: {was ?? "(none)"} -> {becomes ?? "(none)"}";
            }
        }
    }

    private static Dictionary<string, string> Flat(JsonObject? sender)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in sender ?? [])
        {
            if (name != Properties && value is not null)
            {
                flat[name] = value.ToString();
            }
        }

        foreach (var property in (sender?[Properties] as JsonArray ?? []).OfType<JsonObject>())
        {
            flat[property["key"]?.ToString() ?? ""] = property["value"]?.ToString() ?? "";
        }

        return flat;
    }
}
