using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Api.V2;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Rest.Server;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>
/// A JSON merge patch (RFC 7396) of a sender as version 2 answers it. One thing differs: <c>properties</c> is an array on the wire
/// and a map in meaning, so its entries are merged by key where the RFC would replace the array, credentials and all.
/// </summary>
internal sealed class SenderPatch
{
    public const string MediaType = "application/merge-patch+json";

    private const string Name = "name";
    private const string Provider = "provider";
    private const string Properties = "properties";

    private readonly JsonElement _patch;
    private readonly SenderPatchV2 _read;

    private SenderPatch(JsonElement patch, SenderPatchV2 read) => (_patch, _read) = (patch, read);

    /// <returns>The patch, or why there is none: never both, never neither.</returns>
    public static async Task<(SenderPatch? Patch, IResult? Refusal)> ReadAsync(HttpRequest request)
    {
        var (bytes, refusal) = await ServerBody.ReadBytesAsync(request, MediaType);
        if (refusal is not null)
        {
            // RFC 5789 section 2.2
            request.HttpContext.Response.Headers["Accept-Patch"] = MediaType;
            return (null, refusal);
        }

        (var read, refusal) = ServerBody.Read<SenderPatchV2>(bytes.Span, SenderJson.Options);
        if (read is null)
        {
            return (null, refusal);
        }

        using var document = JsonDocument.Parse(bytes);
        return (new SenderPatch(document.RootElement.Clone(), read), null);
    }

    /// <param name="stored">What it is merged with.</param>
    /// <returns>The whole sender that comes of it, or what is wrong: never both, never neither.</returns>
    public (SenderRequest? Request, IResult? Fault) Apply(StoredEmailProvider stored)
    {
        if (FindFault() is { } fault)
        {
            return (null, SenderErrors.Invalid([fault]));
        }

        var sender = Serialise(stored);
        foreach (var member in _patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                sender.Remove(member.Name);
            }
            else if (!member.NameEquals(Properties))
            {
                sender[member.Name] = JsonValue.Create(member.Value);
            }
        }

        var removed = MergeProperties(sender);
        var request = sender.Deserialize<SenderAddV2>(SenderJson.Options)!.ToRequest();
        return (request with { Secrets = request.Secrets with { Removed = removed } }, null);
    }

    /// <summary>What is merged with; where the patch names another provider, without the former one's server and credentials.</summary>
    private JsonObject Serialise(StoredEmailProvider stored)
    {
        var said = SenderSettings.Write(stored.Settings, stored.Written, SenderVersion.V2);
        var turns = _patch.TryGetProperty(Provider, out _) && ProviderKinds.FindByApiName(_read.Provider) != SenderKind.Of(said);
        var sender = JsonSerializer.SerializeToNode(SenderV2.From(turns ? SenderKind.WithoutKind(said) : said, stored.Settings), SenderJson.Options)!.AsObject();
        if (turns)
        {
            sender.Remove(SenderKeys.AuthType);
        }

        return sender;
    }

    private FieldError? FindFault()
    {
        if (!string.IsNullOrEmpty(_read.Name) && _read.Name != SenderName.System)
        {
            return new FieldError(Name, $"A sender keeps its name, {SenderName.System}: leave it out.");
        }

        foreach (var (index, entry) in (_read.Properties ?? []).Index())
        {
            if (entry?.Key is null)
            {
                return new FieldError($"{Properties}[{index}].key", "Name the property.");
            }

            if (entry.Value is null && !IsNull(index))
            {
                return new FieldError($"{Properties}[{index}].value", "Send a value, or null to remove the property.");
            }
        }

        return null;
    }

    private bool IsNull(int index) => _patch.GetProperty(Properties)[index].TryGetProperty("value", out _);

    /// <returns>The keys that are removed.</returns>
    private HashSet<string> MergeProperties(JsonObject sender)
    {
        var isNull = _patch.TryGetProperty(Properties, out var patch) && patch.ValueKind == JsonValueKind.Null;
        HashSet<string> removed = isNull ? [.. ProviderFields.Secrets.Select(s => s.Key)] : [];
        var merged = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in sender[Properties]?.AsArray() ?? [])
        {
            merged[(string)entry!["key"]!] = (string)entry["value"]!;
        }

        foreach (var entry in _read.Properties ?? [])
        {
            if (entry!.Value is { } value)
            {
                merged[entry.Key!] = value;
                removed.Remove(entry.Key!);
            }
            else
            {
                merged.Remove(entry.Key!);
                removed.Add(entry.Key!);
            }
        }

        sender[Properties] = new JsonArray([.. merged.Select(p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })]);
        return removed;
    }
}
