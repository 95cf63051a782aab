using System.Diagnostics;
using System.Threading.Channels;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>Sends requests over kept connections: as fast as they are answered, or so many a second whatever the answers take.</summary>
internal sealed class SendLoad : IAsyncDisposable
{
    private const int Accepted = 202;

    private readonly ISendConnection[] _connections;
    private int _errors;

    public SendLoad(ISendConnection[] connections) => _connections = connections;

    /// <summary>Requests that were not answered 202 since the last <see cref="TakeErrors"/>.</summary>
    public int TakeErrors() => Interlocked.Exchange(ref _errors, 0);

    public static async Task<SendLoad> OpenAsync(Uri address, int connections) =>
        new([.. await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SendConnection.OpenAsync(address)))]);

    /// <summary>Each connection sends its next request as soon as its last one is answered.</summary>
    /// <returns>The milliseconds of every answer.</returns>
    public async Task<double[]> RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests)
    {
        var times = new double[requests.Count];
        var next = -1;
        await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < requests.Count)
            {
                times[number] = await SendAsync(connection, requests[number], Stopwatch.GetTimestamp());
            }
        })));
        return times;
    }

    /// <param name="requests">One after the other.</param>
    /// <param name="perSecond">How many become due a second.</param>
    /// <returns>The milliseconds from the moment when each was due.</returns>
    public async Task<double[]> RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests, int perSecond)
    {
        var times = new double[requests.Count];
        var due = Channel.CreateUnbounded<(int Number, long Since)>();
        var pacing = new Thread(() => Pace(due.Writer, requests.Count, perSecond));
        pacing.Start();
        await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            await foreach (var (number, since) in due.Reader.ReadAllAsync())
            {
                times[number] = await SendAsync(connection, requests[number], since);
            }
        })));
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static void Pace(ChannelWriter<(int Number, long Since)> due, int count, int perSecond)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < (double)number / perSecond)
            {
                // Not less: that would be no sleep but a busy loop, on a core that the consoles need
                Thread.Sleep(1);
            }

            due.TryWrite((number, Stopwatch.GetTimestamp()));
        }

        due.Complete();
    }

    private async Task<double> SendAsync(ISendConnection connection, ReadOnlyMemory<byte> request, long since)
    {
        if (await connection.SendAsync(request) is not Accepted and var status && Interlocked.Increment(ref _errors) == 1)
        {
            await Console.Error.WriteLineAsync($"A message was answered {status}.");
        }

        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }
}

/// <summary>A kept connection over which messages are handed over, one after the other.</summary>
internal interface ISendConnection : IAsyncDisposable
{
    /// <returns>202: it was taken.</returns>
    Task<int> SendAsync(ReadOnlyMemory<byte> request);
}
