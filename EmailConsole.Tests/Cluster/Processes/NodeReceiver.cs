using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Cluster.Processes;

/// <param name="Node">Whoever it is from, by the name in its EHLO.</param>
/// <param name="MessageId">Of the message; empty before its content.</param>
/// <param name="At">When, by the receiver's clock.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NodeMail(string Node, string MessageId, long At);

/// <summary>The one server of all nodes, which takes its time, and knows which node does what and when.</summary>
internal sealed class NodeReceiver : IAsyncDisposable
{
    private const string IdHeader = "Message-Id: ";

    // Long enough that a queue is there, and connections are in use, at each moment
    private static readonly TimeSpan ToAnswer = TimeSpan.FromMilliseconds(15);

    private readonly ScriptedSmtpServer _server = new() { Extensions = ["PIPELINING", "8BITMIME", "CHUNKING", "ENHANCEDSTATUSCODES"] };
    private readonly ConcurrentDictionary<ScriptedSmtpSession, string> _nodes = new();
    private readonly ConcurrentQueue<NodeMail> _begun = new();
    private readonly ConcurrentQueue<NodeMail> _taken = new();
    private int _mostConnections;

    public NodeReceiver()
    {
        _server.Script["CONNECT"] = (session, line) =>
        {
            NoteConnections(_server.OpenConnections);
            return session.BehaveAsync("CONNECT", line);
        };
        _server.Script["EHLO"] = (session, line) =>
        {
            _nodes[session] = line.Split(' ')[1];
            return session.BehaveAsync("EHLO", line);
        };
        _server.Script["MAIL"] = (session, line) =>
        {
            _begun.Enqueue(new NodeMail(_nodes[session], "", TimeProvider.System.GetTimestamp()));
            return session.BehaveAsync("MAIL", line);
        };
        _server.Script["CONTENT"] = async (session, line) =>
        {
            var header = session.Heard.FindLast(l => l.StartsWith(IdHeader, StringComparison.OrdinalIgnoreCase))!;
            session.Heard.Clear();
            _taken.Enqueue(new NodeMail(_nodes[session], header[IdHeader.Length..].Trim('<', '>'), TimeProvider.System.GetTimestamp()));
            await Task.Delay(ToAnswer);
            await session.BehaveAsync("CONTENT", line);
        };
        _server.Start();
    }

    public int Port => _server.Port;

    /// <summary>Each MAIL.</summary>
    public IReadOnlyCollection<NodeMail> Begun => _begun;

    /// <summary>Each message, also where it came twice, before it is answered.</summary>
    public IReadOnlyCollection<NodeMail> Taken => _taken;

    /// <summary>Connections that were open at one time since <see cref="Forget"/>, those that were open then among them.</summary>
    public int MostConnections => Volatile.Read(ref _mostConnections);

    /// <summary>Counts anew.</summary>
    public void Forget()
    {
        _begun.Clear();
        _taken.Clear();
        Volatile.Write(ref _mostConnections, _server.OpenConnections);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void NoteConnections(int open)
    {
        for (var most = MostConnections; open > most; most = MostConnections)
        {
            Interlocked.CompareExchange(ref _mostConnections, open, most);
        }
    }
}
