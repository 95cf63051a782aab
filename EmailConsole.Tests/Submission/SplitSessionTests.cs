using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.SmtpServing;
using EmailConsole.Tests.SmtpServing;
using EmailConsole.Tests.Submission.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Submission;

/// <summary>
/// Whole sessions whose octets come in two parts, cut at every position: what is answered and what is kept is the same, wherever a network
/// cuts. And it is what was written: below Received it leaves octet by octet so.
/// </summary>
public sealed class SplitSessionTests
{
    private const string Envelope = $"app.foo.example {IntakeBed.From} to@bar.example,two@bar.example";

    private static readonly string Content = IntakeBed.Plain(
        "MIME-Version: 1.0\r\n",
        ".\r\n..\r\n...x\r\n.leading\r\nmid.dle\r\n\r\n. \r\n.\r\nMAIL FROM:<evil@foo.example>\r\nRCPT TO:<x@bar.example>\r\nDATA\r\n\r\n.\r\nQUIT\r\nBDAT 3 LAST\r\nend.\r\n");

    // Within a line that is a dot, and within a line break
    private static readonly int Chunk = Content.IndexOf("\r\n.\r\nMAIL", StringComparison.Ordinal) + "\r\n.\r".Length;

    private static readonly string[] Mail =
    [
        $"MAIL FROM:<{IntakeBed.From}> SIZE={Content.Length} BODY=8BITMIME\r\n", "RCPT TO:<to@bar.example>\r\n", "RCPT TO:<two@bar.example>\r\n",
    ];

    /// <summary>What is said, each with one reply.</summary>
    private static readonly string[] ByData =
    [
        "EHLO app.foo.example\r\n", "AUTH PLAIN AGEAcmlnaHQ=\r\n", .. Mail, "DATA\r\n", $"{Content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal)}.\r\n", "NOOP\r\n", "QUIT\r\n",
    ];

    private static readonly string[] ByChunks =
    [
        "EHLO app.foo.example\r\n", "AUTH LOGIN\r\n", "YQ==\r\n", "cmlnaHQ=\r\n", .. Mail,
        $"BDAT {Chunk}\r\n{Content[..Chunk]}", $"BDAT {Content.Length - Chunk} LAST\r\n{Content[Chunk..]}", "NOOP\r\n", "QUIT\r\n",
    ];

    private static readonly string[] DataReplies =
    [
        "220", "250", "235 2.7.0 Signed in", SmtpReply.SenderOk, SmtpReply.RecipientOk, SmtpReply.RecipientOk, "354 End with a line that is a single dot", "250 2.0.0 Taken",
        SmtpReply.Ok, "221 2.0.0 Bye",
    ];

    private static readonly string[] ChunkReplies =
    [
        "220", "250", "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 2.7.0 Signed in", SmtpReply.SenderOk, SmtpReply.RecipientOk, SmtpReply.RecipientOk, SmtpReply.Ok, "250 2.0.0 Taken",
        SmtpReply.Ok, "221 2.0.0 Bye",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_CutAnywhere_IsAnsweredAndKeptTheSame(bool byChunks)
    {
        await using var door = new StrictDoor();
        var session = Encoding.ASCII.GetBytes(string.Concat(byChunks ? ByChunks : ByData));
        var whole = await RunAsync(door, session);
        var replies = whole.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(l => l[3] != '-').ToList();
        Assert.Equal((byChunks ? ChunkReplies : DataReplies).Select((r, i) => i < 2 ? r[..3] : r), replies.Select((r, i) => i < 2 ? r[..3] : r));

        for (var cut = 1; cut < session.Length; cut++)
        {
            Assert.True(whole == await RunAsync(door, session.AsMemory(0, cut), session.AsMemory(cut)), $"Cut at {cut}");
        }

        // And at all of them at once
        Assert.Equal(whole, await RunAsync(door, [.. session.Select(octet => (ReadOnlyMemory<byte>)new[] { octet })]));
    }

    /// <summary>The second part is sent when all that the first one asks for was answered: it cannot have come with it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_CutOverASocket_IsAnsweredAndKeptTheSame(bool byChunks)
    {
        await using var door = new StrictDoor();
        var said = byChunks ? ByChunks : ByData;
        var session = Encoding.ASCII.GetBytes(string.Concat(said));
        var ends = said.Select((_, i) => said.Take(i + 1).Sum(s => s.Length)).ToList();
        for (var cut = 1; cut < session.Length; cut += 3)
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, door.Port);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            List<string> replies = [await ReadAsync(reader)];
            await client.GetStream().WriteAsync(session.AsMemory(0, cut));
            while (replies.Count <= ends.Count(end => end <= cut))
            {
                replies.Add(await ReadAsync(reader));
            }

            await client.GetStream().WriteAsync(session.AsMemory(cut));
            while (replies.Count <= said.Length)
            {
                replies.Add(await ReadAsync(reader));
            }

            var expected = byChunks ? ChunkReplies : DataReplies;
            Assert.True(expected.Zip(replies).All(r => r.Second.StartsWith(r.First, StringComparison.Ordinal)), $"Cut at {cut}: {string.Join(" | ", replies)}");
            AssertKept(door, $"Cut at {cut}");
        }
    }

    private static async Task<string> RunAsync(StrictDoor door, params ReadOnlyMemory<byte>[] parts)
    {
        await using var stream = new ScriptedStream(parts);
        await using var connection = new SmtpConnection(stream, door.Rules, door.Time, CancellationToken.None);
        using var visit = door.Open(new SmtpClient(IPAddress.Loopback));
        await new SmtpSession(
            connection, door, visit, SmtpTls.None, new MistakePauses(door.Rules, door.Time), NullLogger.Instance, CancellationToken.None).RunAsync();
        AssertKept(door, $"Cut at {parts[0].Length}");
        return Encoding.ASCII.GetString(stream.Told);
    }

    private static void AssertKept(StrictDoor door, string because)
    {
        Assert.True(door.Messages.TryDequeue(out var kept) && door.Messages.IsEmpty, because);
        Assert.True(door.Envelopes.TryDequeue(out var envelope) && envelope == Envelope, $"{because}: {envelope}");
        Assert.True(Encoding.ASCII.GetString(kept) == Content, because);
        Assert.True(IntakeBed.Email(IntakeBed.Take(kept)).Text() == IntakeBed.Received + Content, because);
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Bound.Wait) ?? "(closed)";
            if (line.Length < 4 || line[3] != '-')
            {
                return line;
            }
        }
    }
}
