using System.Diagnostics;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>One message for every provider, all handed over at once, to a sender that has no connection yet.</summary>
internal sealed class IsolationWave(ReceiverProcess receivers, int hung)
{
    private readonly ProviderInForce[] _providers =
        [.. receivers.Ports.Select(port => SenderHost.Provider("127.0.0.1", port, tls: false, 8, "codes@foo.example", ""))];

    /// <summary>Messages to servers that do not hang.</summary>
    public int Sent { get; private set; }

    /// <summary>How many of those were not delivered.</summary>
    public int Failures { get; private set; }

    /// <returns>The milliseconds of those whose server does not hang, from the moment when all were handed over.</returns>
    public async Task<double[]> RunAsync(bool withHung)
    {
        double?[] times;
        GC.Collect();
        await using (var host = new SenderHost(caFile: null))
        {
            times = await SendAllAsync(host.Sender, withHung);
        }

        // What one wave leaves behind must not meet the next
        await receivers.AllClosedAsync();
        Sent += times.Length;
        Failures += times.Count(t => t is null);
        return [.. times.Select(t => t ?? double.PositiveInfinity)];
    }

    private async Task<double?[]> SendAllAsync(ISharedSender sender, bool withHung)
    {
        using var giveUp = new CancellationTokenSource();
        List<Task<double?>> good = [];
        List<Task<double?>> others = [];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _providers.Length; i++)
        {
            var number = i;
            if (!ReceiverServer.IsHung(i, _providers.Length, hung))
            {
                good.Add(Task.Run(() => SendAsync(sender, number, start, CancellationToken.None)));
            }
            else if (withHung)
            {
                others.Add(Task.Run(() => SendAsync(sender, number, start, giveUp.Token)));
            }
        }

        var times = await Task.WhenAll(good);
        var ended = others.Count(o => o.IsCompleted);
        await giveUp.CancelAsync();
        await Task.WhenAll(others);
        return ended == 0 ? times : throw new InvalidOperationException($"{ended} messages to hung servers ended before the others.");
    }

    private async Task<double?> SendAsync(ISharedSender sender, int number, long start, CancellationToken cancellationToken)
    {
        var outcome = await sender.SendAsync(_providers[number], SenderHost.Email(OtpTemplates.Plain, number), cancellationToken);
        return outcome is DeliveryOutcome.Delivered ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : null;
    }
}
