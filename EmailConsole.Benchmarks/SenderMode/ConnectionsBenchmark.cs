using System.Globalization;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Delivery.Pool;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>The memory of open connections that wait for their next message: over TLS, signed in, each used once.</summary>
internal static class ConnectionsBenchmark
{
    public const string Usage = "[CONNECTIONS=1000]";

    private const int OfOneProvider = 8;
    private const int First = 200;
    private const double MostKilobytes = 60;

    public static async Task<int> RunAsync(string[] args)
    {
        var connections = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        var folder = Directory.CreateTempSubdirectory("emailconsole-connections-").FullName;
        try
        {
            ServerCertificate.Write(folder);
            await using var receivers = await ReceiverProcess.StartAsync(1, 0, folder);
            await using var host = new SenderHost(Path.Combine(folder, ServerCertificate.CertificateFile), ("Delivery:IdleTimeout", "00:30:00"));

            // What is needed but once is there after these
            await OpenAsync(host, receivers, First);
            var before = await ProcessState.TakeAsync();
            await OpenAsync(host, receivers, connections);
            var after = await ProcessState.TakeAsync();

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{connections} connections, STARTTLS and AUTH, {OfOneProvider} a provider, one message over each; {First} open before"));
            Figures.Print("memory of the process", (after.WorkingSet - before.WorkingSet) / 1024.0 / connections, "KB", MostKilobytes, "resident, a connection, after a collection");
            Figures.Print("of it managed", (after.Managed - before.Managed) / 1024.0 / connections, "KB", null, "a connection");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task OpenAsync(SenderHost host, ReceiverProcess receivers, int connections)
    {
        var expected = host.Get<ConnectionPools>().Sockets + connections;
        for (var left = connections; left > 0; left -= OfOneProvider)
        {
            await UseAllAsync(host, receivers.Ports[0], Math.Min(left, OfOneProvider));
        }

        if (host.Get<ConnectionPools>().Sockets is var sockets && (sockets != expected || await receivers.CountOpenAsync() != expected))
        {
            throw new InvalidOperationException($"{sockets} connections are open, not {expected}.");
        }
    }

    /// <summary>One message over each connection of a new provider: none goes before all are open.</summary>
    private static async Task UseAllAsync(SenderHost host, int port, int connections)
    {
        var provider = SenderHost.Provider("localhost", port, tls: true, connections, "codes@foo.example", "secret");
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async number =>
        {
            var outcome = await host.Sender.SendAsync(
                provider,
                SenderHost.Email(OtpTemplates.Plain, number),
                async cancellationToken =>
                {
                    if (Interlocked.Increment(ref open) == connections)
                    {
                        all.SetResult();
                    }

                    await all.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
                    return true;
                },
                progress: null,
                CancellationToken.None);
            if (outcome.Reason is { } reason)
            {
                throw new InvalidOperationException($"{reason}");
            }
        }));
    }
}
