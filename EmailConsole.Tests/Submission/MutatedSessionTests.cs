using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using System.Text.RegularExpressions;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Submission.Intake;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.SmtpServing;
using EmailConsole.Tests.Submission.Intake;

namespace EmailConsole.Tests.Submission;

/// <summary>No session makes a message of a part of another one: neither here nor at the server that it is passed on to, be that strict or lenient.</summary>
public sealed partial class MutatedSessionTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    private const string SignIn = "EHLO a\r\nAUTH PLAIN AGEAcmlnaHQ=\r\n";

    /// <summary>The next server is one that such attacks were made on: else the others say nothing.</summary>
    [Theory]
    [InlineData("\n.\n", 2)]
    [InlineData("\r.\r", 2)]
    [InlineData("\n.\r\n", 2)]
    [InlineData("\r\n.\n", 2)]
    [InlineData("\r\n..\r\n", 1)]
    [InlineData("\n..\n", 1)]
    public void NextServer_ContentThatWasNotMadeFit_LenientOneIsLedAstray(string end, int count)
    {
        var session = Encoding.ASCII.GetBytes(
            $"EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: one\r\n\r\ntext{end}MAIL FROM:<evil@e.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nsmuggled\r\n.\r\nQUIT\r\n");

        Assert.Equal(count, Count(isLenient: true, session).Messages);
        Assert.Equal(1, Count(isLenient: false, session).Messages);
    }

    /// <summary>
    /// Nothing breaks, every message that was taken was answered so, and none begins within another, whatever its octets are. What the door
    /// takes is one message at any server that it is sent to.
    /// </summary>
    [Fact]
    public async Task Session_Mutated_NothingBreaksAndNothingIsSmuggled()
    {
        const int Sessions = 10_000;
        await using var door = new StrictDoor(isSlow: false);
        var random = new Random(17);
        var passedOn = 0;
        for (var i = 0; i < Sessions; i++)
        {
            var session = MutatedSession.OfWhole(SignIn, IntakeBed.From, i, random);
            var taken = (await TalkAsync(door.Port, session)).Count(l => l == "250 2.0.0 Taken");
            Assert.True(door.Messages.Count == taken, $"Session {i}: {Encoding.UTF8.GetString(session)}");
            while (door.Messages.TryDequeue(out var content))
            {
                if (IntakeBed.Take(content) is IntakeResult.Taken fit)
                {
                    var sent = await SentAsync(IntakeBed.Raw(fit.Email).Content);
                    Assert.True((1, 0) == Count(isLenient: true, sent) && (1, 0) == Count(isLenient: false, sent), $"Session {i}: {Encoding.UTF8.GetString(session)}");
                    passedOn++;
                }
            }
        }

        Assert.InRange(passedOn, Sessions / 2, 2 * Sessions);
        await using var next = await RawClient.GreetAsync(door.Port);
        Assert.Equal(EmailConsole.SmtpServing.SmtpReply.Ok, await next.AskAsync("NOOP"));
    }

    /// <summary>By the door of a console, its outbox and its SMTP transport, to servers that count.</summary>
    [Fact]
    public Task Session_Mutated_AtTheNextServerAreTheMessagesThatWereTaken() =>
        Task.WhenAll(PassOnAsync("lenient.example", isLenient: true), PassOnAsync("strict.example", isLenient: false));

    private async Task PassOnAsync(string domain, bool isLenient)
    {
        const int Sessions = 400;
        await using var next = new FakeNextServer(isLenient);
        var from = $"codes@{domain}";
        var before = $"EHLO a\r\nAUTH PLAIN {await CreateTenantAsync(domain, from, next.Port)}\r\n";
        var queued = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Sessions), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (i, _) =>
        {
            foreach (var line in await TalkAsync(bed.Ports.Development!.Value, MutatedSession.OfBodies(before, from, i, new Random(i))))
            {
                if (Queued().Match(line) is { Success: true } match)
                {
                    queued.AddOrUpdate(match.Groups["id"].Value.Replace("-", "", StringComparison.Ordinal), i, (_, first) => throw new InvalidOperationException($"Sessions {first} and {i} have one message."));
                }
            }
        });

        await Bound.UntilAsync(() => next.Messages.Count >= queued.Count, () => $"{next.Messages.Count} of {queued.Count}");
        Assert.Equal(queued.Keys.Order(), next.Messages.Select(m => Received().Match(m).Groups["id"].Value).Order());
        Assert.Empty(next.Unknown);
        Assert.InRange(queued.Count, Sessions / 2, 2 * Sessions);
    }

    private static (int Messages, int Unknown) Count(bool isLenient, byte[] session)
    {
        var (messages, unknown) = (0, 0);
        new FakeNextServer.Session(isLenient) { Taken = _ => messages++, Unknown = _ => unknown++ }.Take(session);
        return (messages, unknown);
    }

    private static async Task<byte[]> SentAsync(ReadOnlyMemory<byte> content)
    {
        using var sent = new MemoryStream();
        await sent.WriteAsync("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"u8.ToArray());
        await DotStuffing.WriteAsync(sent, ReadOnlyMemory<byte>.Empty, content, CancellationToken.None);
        await sent.WriteAsync("QUIT\r\n"u8.ToArray());
        return sent.ToArray();
    }

    // All of it at once, as who smuggles does; then our side is closed, and what comes back is read to its end
    private static async Task<string[]> TalkAsync(int port, byte[] session)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var answer = new MemoryStream();
        var stream = client.GetStream();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet).AsTask().WaitAsync(Bound.Wait) == 1 && octet[0] != '\n')
        {
            // The greeting: who talks before it is not listened to
        }

        try
        {
            await stream.WriteAsync(session).AsTask().WaitAsync(Bound.Wait);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer).WaitAsync(Bound.Wait);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Ended by the server with something of ours unread
        }

        return Encoding.ASCII.GetString(answer.ToArray()).Split("\r\n");
    }

    // Returns what a program of the tenant signs in with
    private async Task<string> CreateTenantAsync(string domain, string from, int port)
    {
        await bed.Console.AddTenantAsync(domain);
        ClaimsPrincipal administrator = await bed.Console.OpenSessionAsync(new ConsolePerson($"admin@{domain}", ConsolePeople.Password));
        var settings = new EmailProviderSettings
        {
            Host = "127.0.0.1",
            Port = port,
            Encryption = SmtpEncryption.None,
            FromAddress = from,
            AuthenticationType = AuthenticationType.None,
        };
        Assert.IsType<UpdateResult.Saved>(await bed.Console.Service<IEmailProviderWriter>().UpdateAsync(
            administrator, domain, new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep), null, CancellationToken.None));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{domain}\0{await bed.CreateKeyAsync(domain)}"));
    }

    [GeneratedRegex("^250 2.0.0 queued as (?<id>[0-9a-f-]{36})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Queued();

    [GeneratedRegex("^Received: from [^;]* id (?<id>[0-9a-f]{32});", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Received();
}
