using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EmailConsole.SmtpServing;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.SmtpServing;

/// <summary>A public door under those who mean no good, and at the stop.</summary>
public sealed class SmtpServerTests
{
    private const string SignIn = "AUTH PLAIN AGEAcmlnaHQ=";

    /// <summary>Many at once from many addresses: half find no place, the others are ended before long, and then there is room.</summary>
    [Fact]
    public async Task Clients_AThousandThatSayNothing_AreEndedWithinHalfAMinute()
    {
        await using var door = new StrictDoor(connections: 500, perAddress: 50);
        var clients = new List<TcpClient>();
        for (var i = 0; i < 1_000; i++)
        {
            var client = new TcpClient(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (i % 20))]), 0));
            await client.ConnectAsync(IPAddress.Loopback, door.Port);
            clients.Add(client);
        }

        var replies = new List<string>();
        foreach (var client in clients)
        {
            replies.Add(await ReadLineAsync(client));
        }

        Assert.Equal(500, replies.Count(r => r.StartsWith("220 ", StringComparison.Ordinal)));
        Assert.Equal(500, replies.Count(r => r.StartsWith("421 4.", StringComparison.Ordinal)));
        await Bound.UntilAsync(() => Pass(door, TimeSpan.FromSeconds(31)) && door.Connections == 0);
        await using var next = await RawClient.GreetAsync(door.Port);
        Assert.StartsWith("235", await next.AskAsync(SignIn), StringComparison.Ordinal);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Connections_OfOneAddress_LeaveRoomForOthers()
    {
        await using var door = new StrictDoor(connections: 10, perAddress: 3);
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await RawClient.GreetAsync(door.Port));
        }

        await using var refused = await RawClient.ConnectAsync(door.Port);
        Assert.Equal("421 4.7.0 Too many connections from your address", await refused.ReadAsync());
        using var other = new TcpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await other.ConnectAsync(IPAddress.Loopback, door.Port);
        Assert.StartsWith("220 ", await ReadLineAsync(other), StringComparison.Ordinal);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>
    /// With TLS from the start nothing can be said before it: so many of those without a place as are few are given it, the others none, and who
    /// takes its time for it keeps that from others for a few seconds.
    /// </summary>
    [Fact]
    public async Task Connections_AllTakenAtThePortWithTls_AreToldWithinABound()
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.Issue("strict.example");
        await using var door = new StrictDoor(connections: 1, tls: SmtpTls.Implicit, certificate: SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true));
        await using var held = await EncryptAsync(door);
        await ReadLineAsync(held);
        await held.WriteAsync(Encoding.ASCII.GetBytes($"HELO client.example\r\n{SignIn}\r\n"));
        await ReadLineAsync(held);
        Assert.StartsWith("235", await ReadLineAsync(held), StringComparison.Ordinal);

        await using (var first = await EncryptAsync(door))
        {
            Assert.Equal(SmtpReply.TooManyConnections.Text, await ReadLineAsync(first));
        }

        var silent = new List<RawClient>();
        for (var i = 0; i < SmtpRules.TurnedAwayByTls; i++)
        {
            silent.Add(await RawClient.ConnectAsync(door.Port));
        }

        await Bound.UntilAsync(() => door.TurnedAwayNow == SmtpRules.TurnedAwayByTls);
        await using (var tooMany = await RawClient.ConnectAsync(door.Port))
        {
            Assert.Equal("(closed)", await tooMany.ReadAsync());
        }

        await Bound.UntilAsync(() => Pass(door, TimeSpan.FromSeconds(1)) && door.TurnedAwayNow == 0);
        Assert.Equal(1, door.Connections);
        await using var next = await EncryptAsync(door);
        Assert.Equal(SmtpReply.TooManyConnections.Text, await ReadLineAsync(next));
        foreach (var client in silent)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>Who does not wait for the greeting does not listen, and sends without end what it was told to.</summary>
    [Fact]
    public async Task Client_ThatTalksBeforeTheGreeting_IsEnded()
    {
        await using var door = new StrictDoor();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptSocketAsync();
        await client.GetStream().WriteAsync("EHLO spam\r\n"u8.ToArray());
        await Bound.UntilAsync(() => server.Available > 0);
        await using var connection = new SmtpConnection(new NetworkStream(server), door.Rules, door.Time, CancellationToken.None);
        using var visit = door.Open(new SmtpClient(IPAddress.Loopback));

        await new SmtpSession(connection, door, visit, SmtpTls.None, new MistakePauses(door.Rules, door.Time), NullLogger.Instance, CancellationToken.None).RunAsync();

        Assert.Equal(SmtpReply.SpokeTooEarly.Text, await ReadLineAsync(client));
    }

    /// <summary>A list with addresses that are none is told so at each of them; the others get their message.</summary>
    [Fact]
    public async Task Recipients_ManyThatAreNone_TheOthersAreTaken()
    {
        await using var door = new StrictDoor();
        await using var client = await SignedInAsync(door);
        await client.AskAsync("MAIL FROM:<a@foo.example>");
        for (var i = 0; i < 2 * door.Rules.Mistakes; i++)
        {
            Assert.StartsWith("501 5.1.3", await client.AskAsync($"RCPT TO:<nobody{i}@>"), StringComparison.Ordinal);
        }

        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<b@bar.example>"), StringComparison.Ordinal);
    }

    /// <summary>The commands behind a MAIL that was refused were sent before its reply came (RFC 2920 section 3.1).</summary>
    [Fact]
    public async Task Group_WhoseMailWasRefused_IsNoMistake()
    {
        await using var door = new StrictDoor();
        await using var client = await SignedInAsync(door);
        await client.SendAsync("MAIL FROM:<a@foo.example> SIZE=99999999\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<b@bar.example>\r\n", 50)) + "DATA\r\n");

        Assert.StartsWith("552", await client.ReadAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 51; i++)
        {
            Assert.Equal("503 5.5.1 MAIL was refused", await client.ReadAsync());
        }

        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<a@foo.example>"), StringComparison.Ordinal);
    }

    /// <summary>Nor are they when it met a fault on this side.</summary>
    [Fact]
    public async Task Group_WhoseMailMetAFault_IsNoMistake()
    {
        await using var door = new StrictDoor();
        await using var client = await SignedInAsync(door);
        await client.SendAsync("MAIL FROM:<fault@foo.example>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<b@bar.example>\r\n", 50)) + "DATA\r\n");

        Assert.Equal(SmtpReply.Failed.Text, await client.ReadAsync());
        for (var i = 0; i < 51; i++)
        {
            Assert.Equal("503 5.5.1 MAIL was refused", await client.ReadAsync());
        }

        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<a@foo.example>"), StringComparison.Ordinal);
    }

    /// <summary>Whoever has not signed in would hold a place for as long as the chunk takes, which may be a day.</summary>
    [Theory]
    [InlineData("NOOP", "530 5.7.0 Sign in first")]
    [InlineData("AUTH PLAIN AGEAdW5rbm93bg==", "451 4.7.0 Nobody can tell now who may send; try again later")]
    public async Task Chunk_NotSignedIn_IsNotWaitedFor(string before, string reply)
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        await client.AskAsync(before);

        Assert.Equal(reply, await client.AskAsync("BDAT 1000000 LAST"));
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    /// <summary>The client that is told that it is the size does not come again with the same.</summary>
    [Theory]
    [InlineData("DATA")]
    [InlineData("BDAT 5000")]
    public async Task Message_BeyondAllBounds_IsTooLarge(string command)
    {
        await using var door = new StrictDoor(maxMessageSize: 1024);
        await using var client = await SignedInAsync(door);
        await EnvelopeAsync(client);
        await client.SendAsync($"{command}\r\n{new string('x', 5_000)}");
        var reply = await client.ReadAsync();
        Assert.StartsWith("552 5.3.4", reply.StartsWith("354", StringComparison.Ordinal) ? await client.ReadAsync() : reply, StringComparison.Ordinal);
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    /// <summary>Whoever is asked for more is told to come again, and what is under way is finished: 250 or 421, never silence.</summary>
    [Fact]
    public async Task Stop_InEveryState_IsSaidAndMessagesAtTheirEndAreAnswered()
    {
        await using var door = new StrictDoor();
        var end = new TaskCompletionSource();
        door.End = end.Task;
        await using var idle = await SignedInAsync(door);
        await using var inContent = await SignedInAsync(door);
        await EnvelopeAsync(inContent);
        await inContent.AskAsync("DATA");
        await inContent.SendAsync("Subject: half\r\n");
        await using var atItsEnd = await SignedInAsync(door);
        await EnvelopeAsync(atItsEnd);
        await atItsEnd.AskAsync("DATA");
        await atItsEnd.SendAsync("Subject: whole\r\n\r\n.\r\n");
        var answer = atItsEnd.ReadAsync();
        await door.AtEnd.WaitAsync(Bound.Wait);

        var stopping = door.StopAsync();

        Assert.StartsWith("421 4.3.2", await idle.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 4.3.2", await inContent.ReadAsync(), StringComparison.Ordinal);
        Assert.False(answer.IsCompleted);
        end.SetResult();
        Assert.Equal("250 2.0.0 Taken", await answer);
        await stopping.WaitAsync(Bound.Wait);
        Assert.Single(door.Messages);
    }

    [Theory]
    [InlineData("unknown", "454")]
    [InlineData("fault", "451")]
    public async Task SignIn_NobodyCanTell_MailIsPutOffNotRefused(string password, string reply)
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        Assert.StartsWith(reply, await client.AskAsync($"AUTH PLAIN {Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0a\0{password}"))}"), StringComparison.Ordinal);
        Assert.StartsWith("451", await client.AskAsync("MAIL FROM:<a@foo.example>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WrongSixTimes_EndsTheConnection()
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("535", await client.AskAsync("AUTH PLAIN AGEAYg=="), StringComparison.Ordinal);
        }

        Assert.StartsWith("421 4.7.0", await client.AskAsync("AUTH PLAIN AGEAYg=="), StringComparison.Ordinal);
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Theory]
    [InlineData("AUTH PLAIN AGEAZmF1bHQ=")]
    [InlineData("RCPT TO:<fault@bar.example>")]
    public async Task Fault_OnThisSide_IsAnswered451AndTheConnectionGoesOn(string command)
    {
        await using var door = new StrictDoor();
        await using var client = command[0] == 'A' ? await RawClient.GreetAsync(door.Port) : await SignedInAsync(door);
        if (command[0] == 'R')
        {
            await client.AskAsync("MAIL FROM:<a@foo.example>");
        }

        Assert.Equal(SmtpReply.Failed.Text, await client.AskAsync(command));
        Assert.Equal(SmtpReply.Ok, await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task Chunk_AfterOneThatWasRefused_IsRefusedUntilReset()
    {
        await using var door = new StrictDoor(maxMessageSize: 1024);
        await using var client = await SignedInAsync(door);
        await EnvelopeAsync(client);
        await client.SendAsync("BDAT 2000\r\n" + new string('x', 2000));
        Assert.StartsWith("552", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendAsync("BDAT 4 LAST\r\nabc\n");
        Assert.StartsWith("552", await client.ReadAsync(), StringComparison.Ordinal);
        await EnvelopeAsync(client);
        Assert.Equal(SmtpReply.Ok, await client.AskAsync("BDAT 0"));
        Assert.StartsWith("503", await client.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("503", await client.AskAsync("RCPT TO:<c@bar.example>"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 Taken", await client.AskAsync("BDAT 0 LAST"), StringComparison.Ordinal);
        Assert.Empty(Assert.Single(door.Messages));
    }

    /// <summary>The bound is that of all messages: what finds no room is put off, and the next one finds it again.</summary>
    [Fact]
    public async Task Memory_HeldByOthers_MessageIsPutOff()
    {
        await using var door = new StrictDoor { Memory = new NoMemory() };
        await using var client = await SignedInAsync(door);
        await EnvelopeAsync(client);
        await client.AskAsync("DATA");
        await client.SendAsync(new string('x', 100_000) + "\r\n.\r\n");
        Assert.StartsWith("452 4.3.1", await client.ReadAsync(), StringComparison.Ordinal);

        // Who says how much it will be is told before it comes
        Assert.StartsWith("452 4.3.1", await client.AskAsync("MAIL FROM:<a@foo.example> SIZE=100000"), StringComparison.Ordinal);
        Assert.Equal(SmtpReply.SenderOk, await client.AskAsync("MAIL FROM:<a@foo.example> SIZE=1000"));
    }

    private static bool Pass(StrictDoor door, TimeSpan time)
    {
        door.Time.Advance(time);
        return true;
    }

    private static async Task<RawClient> SignedInAsync(StrictDoor door)
    {
        var client = await RawClient.GreetAsync(door.Port);
        Assert.StartsWith("235", await client.AskAsync(SignIn), StringComparison.Ordinal);
        return client;
    }

    private static async Task EnvelopeAsync(RawClient client)
    {
        Assert.Equal(SmtpReply.SenderOk, await client.AskAsync("MAIL FROM:<a@foo.example>"));
        Assert.Equal(SmtpReply.RecipientOk, await client.AskAsync("RCPT TO:<b@bar.example>"));
    }

    private static async Task<SslStream> EncryptAsync(StrictDoor door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, door.Port);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "strict.example",
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors,
        }).WaitAsync(Bound.Wait);
        return stream;
    }

    private static Task<string> ReadLineAsync(TcpClient client) => ReadLineAsync(client.GetStream());

    private static async Task<string> ReadLineAsync(Stream client)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (await client.ReadAsync(octet).AsTask().WaitAsync(Bound.Wait) == 1 && octet[0] != '\n')
        {
            line.Add(octet[0]);
        }

        return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
    }

    private sealed class NoMemory : IMessageMemory
    {
        public bool TryHold(int bytes) => bytes <= 64 * 1024;

        public bool HasRoomFor(long bytes) => bytes <= 64 * 1024;

        public void Release()
        {
        }
    }
}
