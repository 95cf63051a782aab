using System.Diagnostics;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>Workers that send one message after another, each as soon as its last one is answered.</summary>
internal sealed class SendingRound(ISharedSender sender, ProviderInForce provider, OtpTemplates templates)
{
    private int _errors;

    /// <summary>Messages that were not delivered since the last reset.</summary>
    public int Errors => Volatile.Read(ref _errors);

    public void Reset() => Volatile.Write(ref _errors, 0);

    /// <returns>The milliseconds of every message, whatever became of it.</returns>
    public async Task<double[]> RunAsync(int messages, int workers)
    {
        var times = new double[messages];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < messages)
            {
                var start = Stopwatch.GetTimestamp();
                await SendAsync(number);
                times[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        return times;
    }

    private async Task SendAsync(int number)
    {
        var outcome = await sender.SendAsync(provider, SenderHost.Email(templates, number), CancellationToken.None);
        if (outcome is not DeliveryOutcome.Delivered && Interlocked.Increment(ref _errors) == 1)
        {
            await Console.Error.WriteLineAsync($"{outcome.Reason}");
        }
    }
}
