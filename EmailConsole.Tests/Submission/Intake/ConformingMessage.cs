using CsCheck;
using G = CsCheck.Gen;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>A message of ASCII in lines of at most 998, with CR LF, as it goes in and as it must come out below Received.</summary>
internal sealed record ConformingMessage(string In, string Out)
{
    private static readonly Gen<string> Word = G.Char["abcxyzABC0123456789.,-_=?+*/()<>@[]"].Array[1, 30].Select(c => new string(c));

    private static readonly Gen<string> Line = Word.List[0, 32].Select(words => string.Join(' ', words));

    private static readonly Gen<string> Folded = Word.List[1, 12].Select(words => string.Join("\r\n\t", words));

    // What is taken out stands in a field of its own
    private static readonly CsCheck.Gen<(string Text, bool IsCut)> Field = G.OneOf(
        G.Select(G.OneOf("X-Mailer", "References", "List-Id", "Comments", "X-A", "Keywords"), Folded).Select((n, v) => ($"{n}: {v}\r\n", false)),
        Folded.Select(v => ($"Received: {v}\r\n", false)),
        Folded.Select(v => ($"Bcc: {v}\r\n", true)),
        Folded.Select(v => ($"return-path: {v}\r\n", true)),
        G.Const(("Resent-Bcc: a@b.example\r\n", true)),
        G.Const(("Sender: other@bar.example\r\n", true)),
        G.Const(("Reply-To: Help <help@foo.example>\r\n", false)));

    private static readonly (string, bool)[] Needed =
    [
        ("From: \"Foo, Bar\" <no-reply@FOO.example>\r\n", false), ("To: to@bar.example,\r\n x@bar.example\r\n", false),
        ("Date: Sun, 29 Nov 2026 20:07:27 +0100\r\n", false), ("message-id:\r\n <a.b$c@foo.example>\r\n", false), ("Subject: =?utf-8?q?=C3=BC?= and\r\n more\r\n", false),
        ("MIME-Version: 1.0 (made here)\r\n", false), ("Content-Type: text/plain; charset=us-ascii\r\n", false),
    ];

    public static CsCheck.Gen<ConformingMessage> Gen { get; } = G.Select(Field.List[0, 12], Line.List[0, 30], G.Int, G.Bool)
        .Select((fields, lines, seed, isMultipart) =>
        {
            List<(string Text, bool IsCut)> all = [.. fields, .. Needed];
            new Random(seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
            var body = string.Concat(lines.Select(line => line + "\r\n"));
            if (isMultipart)
            {
                body = $"--b\r\nContent-Type: image/png\r\n\r\n{body}--b--\r\n";
            }

            return new ConformingMessage(
                string.Concat(all.Select(f => f.Text)) + "\r\n" + body, string.Concat(all.Where(f => !f.IsCut).Select(f => f.Text)) + "\r\n" + body);
        });
}
