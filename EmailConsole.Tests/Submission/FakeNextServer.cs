using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Tests.Submission;

/// <summary>
/// A server that mail is passed on to, and that counts what it is given. A lenient one takes other line ends around the dot for the end of
/// the content too, as servers did that let messages be smuggled in others (CVE-2023-51764, -51765, -51766). It shares nothing with the
/// product, and does not offer CHUNKING: all contents come by DATA.
/// </summary>
internal sealed class FakeNextServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly bool _isLenient;
    private readonly Task _accepting;

    public FakeNextServer(bool isLenient)
    {
        _isLenient = isLenient;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every message it took, octets as Latin-1.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Lines that are no commands: content that was taken for them.</summary>
    public ConcurrentQueue<string> Unknown { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                var session = new Session(_isLenient) { Taken = Messages.Enqueue, Unknown = Unknown.Enqueue };
                await stream.WriteAsync("220 next.example\r\n"u8.ToArray(), _stop.Token);
                var octets = new byte[16 * 1024];
                while (!session.IsOver && await stream.ReadAsync(octets, _stop.Token) is > 0 and var read)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(session.Take(octets.AsSpan(0, read))), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client left, or the test is over
            }
        }
    }

    /// <summary>One connection, octet by octet.</summary>
    internal sealed class Session(bool isLenient)
    {
        private const string TrueEnd = "\r\n.\r\n";

        private static readonly string[] Ends = [TrueEnd, "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n"];

        private readonly StringBuilder _line = new();
        private readonly StringBuilder _content = new();
        private bool _isContent;
        private bool _hasSender;
        private bool _hasRecipient;

        public required Action<string> Taken { get; init; }

        public required Action<string> Unknown { get; init; }

        public bool IsOver { get; private set; }

        /// <returns>What it says to that.</returns>
        public string Take(ReadOnlySpan<byte> octets)
        {
            var replies = new StringBuilder();
            foreach (var octet in octets)
            {
                if (_isContent)
                {
                    _content.Append((char)octet);
                    replies.Append(octet is (byte)'\r' or (byte)'\n' && IsEnd() ? End() : "");
                }
                else if (octet == '\n')
                {
                    replies.Append(Answer(_line.ToString().TrimEnd('\r')));
                    _line.Clear();
                }
                else
                {
                    _line.Append((char)octet);
                }
            }

            return replies.ToString();
        }

        private bool IsEnd() => isLenient ? Array.Exists(Ends, EndsWith) : EndsWith(TrueEnd);

        private bool EndsWith(string end)
        {
            var at = _content.Length - end.Length;
            for (var i = 0; i < end.Length; i++)
            {
                if (at < 0 || _content[at + i] != end[i])
                {
                    return false;
                }
            }

            return true;
        }

        private string End()
        {
            Taken(_content.ToString(2, _content.Length - 2));
            _content.Clear();
            (_isContent, _hasSender, _hasRecipient) = (false, false, false);
            return "250 2.0.0 taken\r\n";
        }

        private string Answer(string line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    return "250-next.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n";
                case "MAIL":
                    _hasSender = true;
                    return "250 2.1.0 OK\r\n";
                case "RCPT" when _hasSender:
                    _hasRecipient = true;
                    return "250 2.1.5 OK\r\n";
                case "DATA" when _hasRecipient:
                    // The line break of the command counts as the first of the end
                    _content.Append("\r\n");
                    _isContent = true;
                    return "354 Go on\r\n";
                case "RSET":
                    (_hasSender, _hasRecipient) = (false, false);
                    return "250 2.0.0 OK\r\n";
                case "NOOP":
                    return "250 2.0.0 OK\r\n";
                case "QUIT":
                    IsOver = true;
                    return "221 2.0.0 Bye\r\n";
                default:
                    Unknown(line);
                    return "500 5.5.1 Unknown\r\n";
            }
        }
    }
}
