using System.Text;

namespace EmailConsole.Tests.Submission;

/// <summary>What a client says that hands over two messages, the second by BDAT, with octets taken out and put in.</summary>
internal static class MutatedSession
{
    private static readonly string[] FalseEnds = ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\n.\r", "\r.\r\n", "\r\n\0.\r\n", "\r\r\n.\r\r\n"];

    // What a server that is led astray takes for another message
    private const string Smuggled = "MAIL FROM:<evil@e.example>\r\nRCPT TO:<victim@bar.example>\r\nDATA\r\nFrom: evil@e.example\r\nSubject: smuggled\r\n\r\nsmuggled\r\n.\r\n";

    private static readonly string[] Pieces =
    [
        "\r", "\n", "\r\n", ".", "\r\n.\r\n", "\n.\n", "\0", "DATA\r\n", "RSET\r\n", "BDAT 5\r\n", "BDAT 3 LAST\r\n", "MAIL FROM:<x@y.example>\r\n", "RCPT TO:<z@y.example>\r\n",
        "\u00e9", new string('x', 3_000), " ", .. FalseEnds, .. FalseEnds.Select(end => end + Smuggled), $"\r\n.\r\n{Smuggled}",
    ];

    /// <summary>Anything of it may be another, lengths and commands too.</summary>
    /// <param name="before">EHLO and AUTH.</param>
    /// <param name="from">Of both messages.</param>
    /// <param name="id">Within their Message-IDs.</param>
    /// <param name="random">By which it is mutated.</param>
    public static byte[] OfWhole(string before, string from, int id, Random random)
    {
        var second = Second(from, id);
        return Encoding.UTF8.GetBytes(Mutate($"{before}{Envelope(from)}DATA\r\n{First(from, id)}.\r\n{Envelope(from)}BDAT {second.Length} LAST\r\n{second}QUIT\r\n", random));
    }

    /// <summary>
    /// The bodies alone are mutated, at one place each, and sent as they are then: nobody puts dots before others, and BDAT says how long it
    /// is. What comes to stand behind the end of a message is not so much that the server slows the client down.
    /// </summary>
    /// <inheritdoc cref="OfWhole"/>
    public static byte[] OfBodies(string before, string from, int id, Random random)
    {
        var second = MutateBody(Second(from, id), random);
        return Encoding.UTF8.GetBytes(
            $"{before}{Envelope(from)}DATA\r\n{MutateBody(First(from, id), random)}\r\n.\r\n{Envelope(from)}BDAT {Encoding.UTF8.GetByteCount(second)} LAST\r\n{second}QUIT\r\n");
    }

    private static string MutateBody(string message, Random random)
    {
        var body = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        return message[..body] + Mutate(message[body..], random, most: 1);
    }

    private static string Mutate(string text, Random random, int most = 3)
    {
        var mutated = new StringBuilder(text);
        for (var mutation = random.Next(1, most + 1); mutation > 0; mutation--)
        {
            var at = random.Next(mutated.Length);
            if (random.Next(3) == 0)
            {
                mutated.Remove(at, Math.Min(random.Next(1, 6), mutated.Length - at));
            }
            else
            {
                mutated.Insert(at, Pieces[random.Next(Pieces.Length)]);
            }
        }

        return mutated.ToString();
    }

    private static string Envelope(string from) => $"MAIL FROM:<{from}>\r\nRCPT TO:<b@bar.example>\r\n";

    private static string First(string from, int id) => Message(from, $"one.{id}", "text\r\n..dots\r\nend.\r\n");

    private static string Second(string from, int id) => Message(from, $"two.{id}", "abcd\r\n..\r\n");

    private static string Message(string from, string id, string body) =>
        $"From: {from}\r\nDate: Sun, 29 Nov 2026 20:07:27 +0100\r\nMessage-ID: <{id}@foo.example>\r\nSubject: one\r\n\r\n{body}";
}
