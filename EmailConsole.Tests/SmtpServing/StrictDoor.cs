using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.SmtpServing;

/// <summary>A server with the rules of a public door, with a clock of its own, that keeps what it took and signs in whoever says "right".</summary>
internal sealed class StrictDoor : ISmtpDoor, IAsyncDisposable
{
    private readonly SmtpServer _server;
    private readonly TaskCompletionSource _atEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StrictDoor(int connections = 500, int perAddress = 500, int maxMessageSize = 1024 * 1024, bool isSlow = true, SmtpTls tls = SmtpTls.None, SslStreamCertificateContext? certificate = null)
    {
        Rules = new SmtpRules
        {
            HostName = "strict.example",
            Greeting = "ESMTP",
            MaxMessageSize = maxMessageSize,
            Mechanisms = ["PLAIN", "LOGIN"],
            RequiresSignIn = true,
            IsStrict = true,
            Connections = connections,
            ConnectionsPerAddress = perAddress,
            Pause = isSlow ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
        };
        Certificate = certificate;
        var sockets = ListeningSockets.BindLoopback(0);
        Port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        _server = new SmtpServer(this, Time, NullLogger.Instance);
        _server.Listen(sockets, tls);
    }

    public int Port { get; }

    public FakeTimeProvider Time { get; } = new();

    public SmtpRules Rules { get; }

    public SslStreamCertificateContext? Certificate { get; }

    public int Connections => _server.Connections;

    /// <summary>Being told that there is no place.</summary>
    public int TurnedAwayNow => _server.TurnedAwayNow;

    /// <summary>Held because of their mistakes.</summary>
    public int Paused => _server.Paused;

    /// <summary>Their contents, in the order in which they came.</summary>
    public ConcurrentQueue<byte[]> Messages { get; } = new();

    /// <summary>From whom to whom they were, and what the client called itself.</summary>
    public ConcurrentQueue<string> Envelopes { get; } = new();

    /// <summary>The end of a message has come.</summary>
    public Task AtEnd => _atEnd.Task;

    /// <summary>Waited for at the end of each message.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>For contents of all messages together; null: as much as there is.</summary>
    public IMessageMemory? Memory { get; set; }

    public ISmtpVisit Open(SmtpClient client) => new Visit(this);

    public void TurnedAway(SmtpReply reply)
    {
    }

    public Task StopAsync() => _server.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None).WaitAsync(Bound.Wait);
        await _server.DisposeAsync();
    }

    private sealed class Visit(StrictDoor door) : ISmtpVisit
    {
        public IMessageMemory? Memory => door.Memory;

        public ValueTask<SmtpReply> SignInAsync(SmtpCredentials credentials, CancellationToken stopping) => new(credentials.Password switch
        {
            "right" => "235 2.7.0 Signed in",
            "unknown" => "454 4.7.0 Nobody knows",
            "fault" => throw new InvalidOperationException("a fault"),
            _ => "535 5.7.8 Wrong",
        });

        public ValueTask<SmtpReply> SenderAsync(SmtpPath sender, long size, CancellationToken stopping) =>
            sender.Address == "fault@foo.example" ? throw new InvalidOperationException("a fault") : new(SmtpReply.SenderOk);

        public ValueTask<SmtpReply> RecipientAsync(SmtpPath recipient, CancellationToken stopping) =>
            recipient.Address == "fault@bar.example" ? throw new InvalidOperationException("a fault") : new(SmtpReply.RecipientOk);

        public async ValueTask<SmtpReply> MessageAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> content)
        {
            var kept = content.ToArray();
            door._atEnd.TrySetResult();
            await door.End;
            door.Envelopes.Enqueue($"{envelope.ClientName} {envelope.Sender.Address} {string.Join(',', envelope.Recipients.Select(r => r.Address))}");
            door.Messages.Enqueue(kept);
            return "250 2.0.0 Taken";
        }

        public void Refused(SmtpReply reply)
        {
        }

        public void Dispose()
        {
        }
    }
}
