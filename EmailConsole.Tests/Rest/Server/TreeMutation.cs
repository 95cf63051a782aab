using System.Text;
using System.Text.Json.Nodes;

namespace EmailConsole.Tests.Rest.Server;

/// <summary>Bodies that were good once, changed somewhere in their tree. The same seed gives the same bodies.</summary>
/// <param name="seed">Of the random numbers.</param>
/// <param name="names">Members that mean something.</param>
/// <param name="texts">Values that mean something.</param>
internal sealed class TreeMutation(int seed, IReadOnlyList<string> names, IReadOnlyList<string> texts)
{
    private static readonly string[] Awkward =
    [
        "", " ", "true", "-1", "99999999999999999999", "line\r\nX: y", "nul\0", "\u202e", "\ufeff", "😀", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc", "%00", "ä",
    ];

    private readonly Random _random = new(seed);

    public byte[] Next(JsonObject good)
    {
        var body = good.DeepClone().AsObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            Change(body);
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return _random.Next(6) == 0 ? Damage(bytes) : bytes;
    }

    /// <summary>A value for an address.</summary>
    public string NextText() => _random.Next(8) == 0 ? new string((char)_random.Next('a', 0x2fff), _random.Next(1, 400)) : Pick([.. texts, .. Awkward]);

    private void Change(JsonNode node)
    {
        switch (node)
        {
            case JsonObject o when o.Count > 0 && _random.Next(2) == 0 && o[Pick([.. o.Select(m => m.Key)])] is JsonNode inner and (JsonObject or JsonArray):
                Change(inner);
                break;
            case JsonObject o when _random.Next(4) == 0 && o.Count > 0:
                o.Remove(Pick([.. o.Select(m => m.Key)]));
                break;
            case JsonObject o:
                o[_random.Next(3) == 0 || o.Count == 0 ? Pick([.. names]) : Pick([.. o.Select(m => m.Key)])] = Value(0);
                break;
            case JsonArray { Count: > 0 } a when _random.Next(3) > 0 && a[_random.Next(a.Count)] is { } inner:
                Change(inner);
                break;
            case JsonArray a:
                a.Add(a.Count > 0 && _random.Next(2) == 0 ? a[0]?.DeepClone() : Value(0));
                break;
        }
    }

    private JsonNode? Value(int depth) => _random.Next(10) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next(-10, 70_000)),
        2 => JsonValue.Create(_random.Next(2) == 0),
        3 when depth < 20 => new JsonArray(Value(depth + 1)),
        4 when depth < 20 => new JsonObject { [Pick([.. names])] = Value(depth + 1) },
        5 => JsonValue.Create(new string((char)_random.Next(32, 0x2fff), _random.Next(1, 3000))),
        _ => JsonValue.Create(NextText()),
    };

    private byte[] Damage(byte[] bytes)
    {
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }

        return _random.Next(3) == 0 ? bytes[.._random.Next(bytes.Length)] : bytes;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
