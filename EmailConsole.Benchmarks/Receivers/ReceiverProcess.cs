using System.Diagnostics;
using System.Globalization;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>A process of receivers, so that neither their memory nor their work counts as the sender's.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private ReceiverProcess(Process process, IReadOnlyList<int> ports)
    {
        _process = process;
        Ports = ports;
    }

    /// <summary>One for each server.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <param name="servers">How many.</param>
    /// <param name="hung">How many of them hang.</param>
    /// <param name="folder">Where the certificate is; null: without TLS.</param>
    /// <param name="finalReplyAfter">How long each takes for the reply to a message's content.</param>
    /// <param name="readsIds">Whether they look at each Message-ID.</param>
    public static async Task<ReceiverProcess> StartAsync(int servers, int hung, string? folder, TimeSpan finalReplyAfter = default, bool readsIds = false)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(ReceiverProgram.Name);
        start.ArgumentList.Add(servers.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(hung.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(((int)finalReplyAfter.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(folder ?? "");
        if (readsIds)
        {
            start.ArgumentList.Add(ReceiverProgram.ReadIds);
        }

        var process = Process.Start(start)!;
        var ports = await process.StandardOutput.ReadLineAsync().WaitAsync(_patience) ?? throw new InvalidOperationException("The receivers did not start.");
        return new ReceiverProcess(process, [.. ports.Split(' ').Select(p => int.Parse(p, CultureInfo.InvariantCulture))]);
    }

    /// <summary>Connections open at the receivers.</summary>
    public Task<int> CountOpenAsync() => AskAsync(ReceiverProgram.OpenQuestion);

    /// <summary>Messages they took.</summary>
    public Task<int> CountMessagesAsync() => AskAsync(ReceiverProgram.MessagesQuestion);

    /// <summary>Messages that one server took.</summary>
    /// <param name="server">Its place in <see cref="Ports"/>.</param>
    public Task<int> CountMessagesAsync(int server) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"{ReceiverProgram.MessagesOfQuestion} {server}"));

    /// <summary>Messages by their Message-ID, where it is read: each counted once.</summary>
    public Task<int> CountDifferentAsync() => AskAsync(ReceiverProgram.DifferentQuestion);

    /// <summary>Messages whose Message-ID had come before, where it is read.</summary>
    public Task<int> CountTwiceAsync() => AskAsync(ReceiverProgram.TwiceQuestion);

    /// <summary>Waits until the sender has closed every connection.</summary>
    /// <exception cref="TimeoutException">It has not, half a minute later.</exception>
    public async Task AllClosedAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (await CountOpenAsync() is var open and > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > _patience)
            {
                throw new TimeoutException($"{open} connections are still open.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<int> AskAsync(string question)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(question);
            await _process.StandardInput.FlushAsync();
            var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(_patience);
            return int.Parse(answer!, CultureInfo.InvariantCulture);
        }
        finally
        {
            _turn.Release();
        }
    }
}
