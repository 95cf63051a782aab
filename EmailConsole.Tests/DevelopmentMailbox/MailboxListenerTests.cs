using System.Net;
using System.Net.Sockets;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.SmtpServing;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailConsole.Tests.DevelopmentMailbox;

/// <summary>With MailKit, the client that EmailConsole itself sends with.</summary>
public sealed class MailboxListenerTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Send_Message_IsKeptAsItWas(string address)
    {
        await using var listener = await RunningListener.StartAsync();
        using var message = Compose("Grüße", ".a line\r\n..\r\nthe end\r\n");

        await SendAsync(client => client.ConnectAsync(address, listener.Port, SecureSocketOptions.None), message);

        var kept = Assert.Single(listener.Store.Messages);
        Assert.Equal("Grüße", kept.Subject);
        Assert.Equal("codes@foo.example", kept.Sender);
        Assert.Equal(["a@bar.example", "b@bar.example"], kept.Recipients);
        Assert.Equal(listener.Time.GetUtcNow(), kept.ReceivedAt);
        Assert.Equal(".a line\n..\nthe end\n", MessageContents.Read(kept)!.Text!.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("XOAUTH2")]
    public async Task Authenticate_AnyPassword_IsAccepted(string mechanism)
    {
        await using var listener = await RunningListener.StartAsync();
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", listener.Port, SecureSocketOptions.None);
        var sasl = mechanism switch
        {
            "PLAIN" => new SaslMechanismPlain("user", "päss word"),
            "LOGIN" => new SaslMechanismLogin("user", "päss word"),
            _ => (SaslMechanism)new SaslMechanismOAuth2("user", "token"),
        };

        await client.AuthenticateAsync(sasl);

        Assert.True(client.IsAuthenticated);
    }

    [Fact]
    public async Task Send_InternationalAddress_IsKept()
    {
        await using var listener = await RunningListener.StartAsync();
        using var message = Compose("Hello", "text");
        message.To.Clear();
        message.Bcc.Clear();
        message.To.Add(new MailboxAddress("", "ünï@bücher.example"));

        await SendAsync(client => client.ConnectAsync("127.0.0.1", listener.Port, SecureSocketOptions.None), message);

        Assert.Equal("ünï@bücher.example", Assert.Single(Assert.Single(listener.Store.Messages).Recipients));
    }

    [Fact]
    public async Task Send_300Messages_KeepsTheLast200()
    {
        await using var listener = await RunningListener.StartAsync();
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", listener.Port, SecureSocketOptions.None);
        for (var i = 0; i < 300; i++)
        {
            using var message = Compose($"number {i}", "text");
            await client.SendAsync(message);
        }

        Assert.Equal(Enumerable.Range(100, 200).Select(i => $"number {i}"), listener.Store.Messages.Select(message => message.Subject));
    }

    [Fact]
    public async Task Send_MessageAboveTheAnnouncedSize_IsRefused()
    {
        await using var listener = await RunningListener.StartAsync();
        using var message = Compose("large", new string('x', 998 * 27_000));

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() =>
            SendAsync(client => client.ConnectAsync("127.0.0.1", listener.Port, SecureSocketOptions.None), message));

        Assert.Equal((SmtpStatusCode)552, refused.StatusCode);
        Assert.Empty(listener.Store.Messages);
    }

    [Fact]
    public async Task Start_PortIsTaken_SaysSoAndDoesNotThrow()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;

        await using var listener = await RunningListener.StartAsync(port);

        Assert.Equal(port, Assert.IsType<ListenerState.Failed>(listener.State.Listener).Port);
    }

    [Fact]
    public async Task Start_PortIsTakenAndFreeLater_IsOpenedAndSaidOnce()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var listener = await RunningListener.StartAsync(port);
        var first = listener.State.Listener;
        await Bound.UntilAsync(() => Pass(listener) && !ReferenceEquals(listener.State.Listener, first));
        Assert.Equal(first, listener.State.Listener);
        other.Stop();

        await Bound.UntilAsync(() => Pass(listener) && listener.State.Listener is ListenerState.Listening);

        Assert.Equal(port, listener.Port);
        Assert.Single(listener.Log, l => l.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Single(listener.Log, l => l.Contains($"Port {port} is free now", StringComparison.Ordinal));
        await using var client = await RawClient.ConnectAsync(port);
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);

        static bool Pass(RunningListener listener)
        {
            listener.Time.Advance(MailboxListener.Interval);
            return true;
        }
    }

    [Fact]
    public async Task Stop_ClientIsConnected_IsToldAndEnded()
    {
        var listener = await RunningListener.StartAsync();
        await using var client = await RawClient.GreetAsync(listener.Port);

        await listener.DisposeAsync();

        Assert.Equal("421 4.3.2 Stopping, try again later", await client.ReadAsync());
        Assert.Equal("(closed)", await client.ReadAsync());
        Assert.IsType<ListenerState.Stopped>(listener.State.Listener);
    }

    private static async Task SendAsync(Func<SmtpClient, Task> connect, MimeMessage message)
    {
        using var client = new SmtpClient();
        await connect(client);
        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);
    }

    private static MimeMessage Compose(string subject, string text)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress("Foo", "codes@foo.example"));
        message.To.Add(new MailboxAddress("", "a@bar.example"));
        message.Bcc.Add(new MailboxAddress("", "b@bar.example"));
        return message;
    }
}
