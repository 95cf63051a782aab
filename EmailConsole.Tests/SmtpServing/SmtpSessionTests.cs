using System.Text;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.SmtpServing;
using EmailConsole.Tests.DevelopmentMailbox;

namespace EmailConsole.Tests.SmtpServing;

/// <summary>With clients that mean no good, or know no better.</summary>
public sealed class SmtpSessionTests
{
    private static readonly SmtpRules Rules = new MailboxDoor(new MailboxStore(TimeProvider.System)).Rules;

    [Fact]
    public async Task Line_WithoutEnd_IsGivenUp()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        await client.SendAsync(new string('A', SmtpRules.AuthLineBytes + 1));

        Assert.StartsWith("500 5.5.6", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Fact]
    public async Task Command_NeverSent_EndsAfterFiveMinutes()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        await client.SendAsync("NOO");
        var reply = client.ReadAsync();

        await PassTimeAsync(listener, reply);

        Assert.Equal("421 4.4.2 Waited too long", await reply);
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Fact]
    public async Task Message_OneOctetAMinute_IsGivenUp()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        await EnvelopeAsync(client);
        await client.AskAsync("DATA");
        await client.SendAsync("x");
        var reply = client.ReadAsync();

        await PassTimeAsync(listener, reply);

        Assert.Equal("421 4.4.2 Waited too long", await reply);
        Assert.Empty(listener.Store.Messages);
    }

    [Fact]
    public async Task TooManyMistakes_MoreCommandsUnread_LastReplyArrives()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        await client.SendAsync(string.Concat(Enumerable.Repeat("WHAT\r\n", 2_000)));

        var last = "";
        for (var reply = await client.ReadAsync(); reply != "(closed)"; reply = await client.ReadAsync())
        {
            last = reply;
        }

        Assert.Equal("421 4.7.0 Too many mistakes", last);
    }

    [Fact]
    public async Task Message_TooLarge_IsRefusedAndTheNextOneTaken()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        await EnvelopeAsync(client);
        await client.AskAsync("DATA");
        await client.SendAsync(Encoding.ASCII.GetBytes(new string('x', Rules.MaxMessageSize + 1)));
        await client.SendAsync("\r\n.\r\n");

        Assert.StartsWith("552 5.3.4", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 In the development mailbox, queued as ", await DataAsync(client, "Subject: next\r\n\r\ntext\r\n.\r\n"), StringComparison.Ordinal);
        Assert.Equal("next", Assert.Single(listener.Store.Messages).Subject);
    }

    [Fact]
    public async Task Message_Endless_IsGivenUp()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        await EnvelopeAsync(client);
        await client.AskAsync("DATA");
        var chunk = new byte[1024 * 1024];

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (long sent = 0; sent <= 2 * Rules.AbandonedBytes; sent += chunk.Length)
            {
                await client.SendAsync(chunk);
            }
        });
    }

    [Theory]
    [InlineData("Subject: a\n\ntext\n.\nMAIL FROM:<evil@foo.example>\r\n.\r\n", "Subject: a\n\ntext\n.\nMAIL FROM:<evil@foo.example>\r\n")]
    [InlineData("a\r\n..b\r\n...\r\n.\r\n", "a\r\n.b\r\n..\r\n")]
    [InlineData(".\rx\r\n.\r\n", "\rx\r\n")]
    [InlineData("a\r\r\n.\r\n", "a\r\r\n")]
    [InlineData(".\r\n", "")]
    [InlineData("no end of line.\r\n.\r\n", "no end of line.\r\n")]
    public async Task Message_OfStrangeLines_EndsAtItsOwnDot(string sent, string kept)
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        Assert.StartsWith("250 2.0.0 In the development mailbox, queued as ", await DataAsync(client, sent), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 OK", await client.AskAsync("NOOP"));
        Assert.Equal(kept, Encoding.UTF8.GetString(Assert.Single(listener.Store.Messages).Source.Span));
    }

    [Fact]
    public async Task Message_OfRandomOctets_IsKept()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        var octets = new byte[100_000];
        new Random(7).NextBytes(octets);
        await EnvelopeAsync(client);
        await client.AskAsync($"BDAT 0");
        await client.SendAsync("BDAT 100000 LAST\r\n");
        await client.SendAsync(octets);

        Assert.StartsWith("250 2.0.0 In the development mailbox, queued as ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(octets, Assert.Single(listener.Store.Messages).Source.ToArray());
    }

    [Fact]
    public async Task Commands_SentAtOnce_AreAnsweredInOrder()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        await client.SendAsync("MAIL FROM:<a@foo.example> BODY=8BITMIME\r\nRCPT TO:<\"x>y\"@bar.example>\r\nDATA\r\n");

        Assert.Equal("250 2.1.0 OK", await client.ReadAsync());
        Assert.Equal("250 2.1.5 OK", await client.ReadAsync());
        Assert.StartsWith("354", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL FROM:me@example.com SIZE=10", "RCPT TO: you@example.com", "me@example.com", "you@example.com", "MAIL FROM without angle brackets", "RCPT TO without angle brackets")]
    [InlineData("mail from: me@example.com", "rcpt to:you@example.com NOTIFY=NEVER", "me@example.com", "you@example.com", "MAIL FROM without angle brackets", "RCPT TO without angle brackets")]
    [InlineData("MAIL FROM: <me@example.com>", "RCPT TO:<you@example.com>", "me@example.com", "you@example.com", "beside the colon of MAIL FROM")]
    [InlineData("MAIL FROM :<>", "RCPT TO: <you@example.com>", "", "you@example.com", "beside the colon of MAIL FROM", "beside the colon of RCPT TO")]
    [InlineData("MAIL FROM:<me@example.com> SIZE=10", "RCPT TO:<\"a b\"@example.com>", "me@example.com", "\"a b\"@example.com")]
    public async Task Envelope_NotAsStrictServersWantIt_IsTakenWithANote(string mail, string rcpt, string sender, string recipient, params string[] notes)
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        Assert.Equal("250 2.1.0 OK", await client.AskAsync(mail));
        Assert.Equal("250 2.1.5 OK", await client.AskAsync(rcpt));
        await client.AskAsync("DATA");
        await client.SendAsync("Subject: a\r\n\r\ntext\r\n.\r\n");
        await client.ReadAsync();

        var message = Assert.Single(listener.Store.Messages);
        Assert.Equal((sender, recipient), (message.Sender, Assert.Single(message.Recipients)));
        Assert.Equal(notes.Length, message.Notes.Count);
        Assert.All(notes.Zip(message.Notes), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Envelope_ManyRecipientsWithoutBrackets_AreOneNoteThatTheNextMessageDoesNotHave()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        await client.AskAsync("MAIL FROM:<a@foo.example>");
        await client.AskAsync("RCPT TO:b@bar.example");
        await client.AskAsync("RCPT TO:c@bar.example");
        await client.AskAsync("DATA");
        await client.SendAsync("Subject: a\r\n\r\ntext\r\n.\r\n");
        await client.ReadAsync();
        await DataAsync(client, "Subject: b\r\n\r\ntext\r\n.\r\n");

        Assert.Equal([1, 0], listener.Store.Messages.Select(m => m.Notes.Count));
    }

    [Theory]
    [InlineData("DATA", "503 5.5.1 Not at this point")]
    [InlineData("RCPT TO:<a@foo.example>", "503 5.5.1 Not at this point")]
    [InlineData("MAIL FROM:", "501 5.5.4 Expected MAIL FROM:<address>")]
    [InlineData("MAIL FROM a@foo.example", "501 5.5.4 Expected MAIL FROM:<address>")]
    [InlineData("MAIL FROM:a@foo.example>", "501 5.5.4 Expected MAIL FROM:<address>")]
    [InlineData("MAIL FROM:<a@foo.example> SIZE=many", "501 5.5.4 Expected SIZE=number")]
    [InlineData("MAIL FROM:a@foo.example SIZE=99999999999999999999", "552 5.3.4 The message is larger than 25 MB")]
    [InlineData("MAIL FROM:<a@foo.example", "501 5.5.4 Expected MAIL FROM:<address>")]
    [InlineData("MAIL FROM:<a\0@foo.example>", "501 5.5.4 Expected MAIL FROM:<address>")]
    [InlineData("MAIL FROM:<a@foo.example> SIZE=99999999999999999999", "552 5.3.4 The message is larger than 25 MB")]
    [InlineData("AUTH CRAM-MD5", "504 5.5.4 PLAIN, LOGIN and XOAUTH2 are offered")]
    [InlineData("BDAT many", "501 5.5.4 Expected BDAT length [LAST]")]
    [InlineData("STARTTLS", "502 5.5.1 No encryption is offered here")]
    [InlineData("\u0001\u0002", "500 5.5.1 Command not recognised")]
    [InlineData("", "500 5.5.1 Command not recognised")]
    public async Task Command_OutOfOrderOrMalformed_IsRefused(string command, string reply)
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        Assert.Equal(reply, await client.AskAsync(command));
    }

    [Fact]
    public async Task Mistakes_WithoutEnd_EndTheConnection()
    {
        await using var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);
        for (var i = 0; i < Rules.Mistakes; i++)
        {
            await client.AskAsync("GET / HTTP/1.1");
        }

        Assert.Equal("421 4.7.0 Too many mistakes", await client.ReadAsync());
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Fact]
    public async Task Connections_MoreThanAllowed_AreTurnedAwayUntilOneEnds()
    {
        await using var listener = await RunningListener.StartAsync();
        var clients = new List<RawClient>();
        for (var i = 0; i < Rules.Connections; i++)
        {
            clients.Add(await RawClient.GreetAsync(listener.Port));
        }

        await using var refused = await RawClient.ConnectAsync(listener.Port);
        Assert.Equal("421 4.3.2 Too many connections", await refused.ReadAsync());

        await clients[0].AskAsync("QUIT");
        Assert.Equal("(closed)", await clients[0].ReadAsync());
        await using var welcome = await RawClient.ConnectAsync(listener.Port);
        Assert.StartsWith("220", await welcome.ReadAsync(), StringComparison.Ordinal);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>
    /// Lets a minute pass, and another one where nothing came of it: the session may not have begun to wait. Its last word has
    /// a time limit on the same clock, so the next minute comes only where the reply does not.
    /// </summary>
    private static async Task PassTimeAsync(RunningListener listener, Task reply)
    {
        while (!reply.IsCompleted)
        {
            listener.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(reply, Task.Delay(TimeSpan.FromMilliseconds(200)));
        }
    }

    private static async Task EnvelopeAsync(RawClient client)
    {
        await client.AskAsync("MAIL FROM:<a@foo.example>");
        await client.AskAsync("RCPT TO:<b@bar.example>");
    }

    private static async Task<string> DataAsync(RawClient client, string content)
    {
        await EnvelopeAsync(client);
        await client.AskAsync("DATA");
        await client.SendAsync(content);
        return await client.ReadAsync();
    }
}
