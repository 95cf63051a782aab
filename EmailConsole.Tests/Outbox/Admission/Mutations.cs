using System.Text;

namespace EmailConsole.Tests.Outbox.Admission;

/// <summary>Bodies as no client would send them, the same ones at every run.</summary>
internal static class Mutations
{
    private const string Seed = """
        {"to":["José <someone@bar.example>","b@bücher.example"],"cc":["c@bar.example"],"bcc":["d@bar.example"],"replyTo":"r@foo.example",
         "subject":"Ihr Code 😀","text":"Zwölf\r\n.\n","html":"<p>=3D</p>","headers":{"List-Id":"<a.b>","X-Priority":"1"},
         "attachments":[{"name":"Ü.txt","contentType":"text/plain; charset=utf-8","content":"aGVsbG8="}],
         "priority":"high","sendAt":"2026-11-23T10:00:00Z","timeToLive":300,"metadata":{"flow":"otp","ünder":"😀"}}
        """;

    private static readonly string[] Pieces =
    [
        "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\u000d\\u000a", "\\r\\nBcc: evil@e.example", "\\ud800", "\\udc00", "\\u0085",
        "null", "true", "1e999", "-0", "\u0000", "\r\n", "=?utf-8?q?=0D=0ABcc:_evil@e.example?=", "<", ">", "@", "@@", "..", ";", "(", ")",
        "\\\"", "evil@e.example", "\u2028", "\ufeff", "xn--", "\u202e", "%0d%0a", "multipart/mixed", "\"from\":\"evil@e.example\",",
    ];

    /// <param name="count">How many.</param>
    public static IEnumerable<byte[]> Of(int count)
    {
        var random = new Random(421337);
        var seed = Encoding.UTF8.GetBytes(Seed);
        for (var i = 0; i < count; i++)
        {
            List<byte> body = [.. seed];
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                Change(body, random);
            }

            yield return [.. body];
        }
    }

    private static void Change(List<byte> body, Random random)
    {
        var at = random.Next(body.Count);
        var length = random.Next(1, Math.Min(12, body.Count - at + 1));
        switch (random.Next(5))
        {
            case 0:
                body[at] = (byte)random.Next(256);
                break;
            case 1:
                body.RemoveRange(at, length);
                break;
            case 2:
                body.InsertRange(at, body.GetRange(random.Next(body.Count - length), length));
                break;
            default:
                body.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
        }

        if (body.Count == 0)
        {
            body.Add((byte)'{');
        }
    }
}
