using System.Text;
using System.Text.Json.Nodes;

namespace EmailConsole.Tests.EmailProviders.Api.Fuzz;

/// <summary>Bodies that were good once. The same seed gives the same bodies.</summary>
internal sealed class BodyMutation(int seed)
{
    private static readonly string[] Members =
    [
        "name", "fromAddress", "smtpServerHost", "smtpPort", "userName", "password", "provider", "providerURL", "authType", "properties", "other", "",
    ];

    private static readonly string[] Keys =
    [
        "userName", "password", "clientId", "clientSecret", "tokenEndpoint", "scopes", "mail.smtp.auth", "mail.smtp.starttls.enable",
        "mail.smtp.starttls.required", "mail.smtp.ssl.enable", "mail.smtp.signature", "mail.smtp.replyTo", "mail.smtp.host", "mail.smtp.port",
        "mail.smtp.user", "mail.smtp.password", "mail.smtp.authType", "mail.smtp.from", "minThread", "accessToken", "", " ", "x", "x\u00ad", "\ufeff", "X-Mailer",
    ];

    private static readonly string?[] Texts =
    [
        null, "", " ", "true", "false", "TRUE", "yes", "0", "-1", "587", "465", "65536", "99999999999999999999", "1e9", "NaN", "BASIC", "basic", "NONE",
        "CLIENT_CREDENTIAL", "BEARER", "SMTP", "HTTP", "smtp.foo.com", "smtp.foo.com.", "127.0.0.1", "[::1]", "::1", "ä.example", "xn--", "a..b", "-a.example",
        "codes@foo.com", "Foo <codes@foo.com>", "\"Fo\\\"o\" <codes@foo.com>", "a@b, c@d", "Foo <codes@foo.com", "<>", "@", "a@", "ä@foo.com", "codes@ä.example",
        "https://id.foo.com/token", "http://id.foo.com/token", "https://u:p@id.foo.com/", "https://id.foo.com/#x", "javascript:alert(1)", "EmailPublisher",
        "Other", "line\r\nBcc: x@y.z", "nul\0", "\u202e", "\ufeff", "\u2028", "😀", "{{body}}", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "$env{HOME}",
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
        return _random.Next(5) == 0 ? Damage(bytes) : bytes;
    }

    private void Change(JsonObject body)
    {
        switch (_random.Next(5))
        {
            case 0:
                body.Remove(Pick(Members));
                break;
            case 1:
                body[Pick([.. body.Select(m => m.Key), .. Members])] = Value(depth: 0);
                break;
            case 2 when body["properties"] is JsonArray { Count: > 0 } properties:
                properties.RemoveAt(_random.Next(properties.Count));
                break;
            case 3 when body["properties"] is JsonArray properties:
                properties.Add(_random.Next(10) == 0 ? Value(depth: 0) : new JsonObject { ["key"] = Pick(Keys), ["value"] = Value(depth: 1) });
                break;
            default:
                if (body["properties"] is JsonArray { Count: > 0 } some && some[_random.Next(some.Count)] is JsonObject one)
                {
                    one[_random.Next(8) == 0 ? "key" : "value"] = Value(depth: 1);
                }

                break;
        }
    }

    private JsonNode? Value(int depth) => _random.Next(12) switch
    {
        0 => JsonValue.Create(_random.Next(-10, 70_000)),
        1 => JsonValue.Create(_random.NextDouble() * Math.Pow(10, _random.Next(-30, 300))),
        2 => JsonValue.Create(_random.Next(2) == 0),
        3 => JsonValue.Create(new string((char)_random.Next(32, 0x2fff), _random.Next(1, 6000))),
        4 when depth < 3 => new JsonArray(Value(depth + 1), Value(depth + 1)),
        5 when depth < 3 => new JsonObject { [Pick(Keys)] = Value(depth + 1) },
        _ => Pick(Texts) is { } text ? JsonValue.Create(text) : null,
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
