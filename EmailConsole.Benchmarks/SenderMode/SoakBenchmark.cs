using System.Globalization;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Delivery.Pool;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>Very many messages, some of them refused, lost or given up: at the end nothing may be held that was not held early on.</summary>
internal static class SoakBenchmark
{
    public const string Usage = "[MESSAGES=100000]";

    private const int Workers = 8;
    private const int Checks = 10;
    private const int FirstCheck = 2;
    private const double MostManaged = 1;
    private const double MostResident = 12;
    private const double MostHandles = 8;

    // .NET adds some to its pool where the machine is busy; what kept one a connection would have added thousands
    private const int MostThreads = 32;

    public static async Task<int> RunAsync(string[] args)
    {
        var messages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var folder = Directory.CreateTempSubdirectory("emailconsole-soak-").FullName;
        try
        {
            ServerCertificate.Write(folder);
            await using var receivers = await ReceiverProcess.StartAsync(1, 0, folder);
            await using var host = new SenderHost(
                Path.Combine(folder, ServerCertificate.CertificateFile), ("Delivery:MessagesPerConnection", "50"), ("Delivery:IdleTimeout", "00:30:00"));
            var round = new SoakRound(host.Sender, receivers.Ports[0], Workers);
            List<ProcessState> states = [];
            for (var i = 1; i <= Checks; i++)
            {
                await round.RunAsync(messages / Checks);
                states.Add(await ProcessState.TakeAsync());
                Say(round, states[^1], host.Get<ConnectionPools>().Sockets, await receivers.CountOpenAsync());
            }

            var isFine = Judge(states[FirstCheck - 1], states[^1]);
            var (took, open) = (await receivers.CountMessagesAsync(), await receivers.CountOpenAsync());
            return isFine && open <= Workers && round.AgreesWith(took) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Say(SoakRound round, ProcessState state, int sockets, int open) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{round}: {state.Managed / 1024.0 / 1024:F2} MB managed, {state.WorkingSet / 1024.0 / 1024:F1} MB resident, {state.Handles} handles, {state.Threads} threads, {sockets} sockets, {open} at the receiver"));

    private static bool Judge(ProcessState early, ProcessState end)
    {
        (string What, double Growth, string Unit, double Most)[] all =
        [
            ("managed memory", (end.Managed - early.Managed) / 1024.0 / 1024, "MB", MostManaged),
            ("resident memory", (end.WorkingSet - early.WorkingSet) / 1024.0 / 1024, "MB", MostResident),
            ("handles", end.Handles - early.Handles, "", MostHandles),
            ("threads", end.Threads - early.Threads, "", MostThreads),
        ];
        foreach (var (what, growth, unit, most) in all)
        {
            Figures.Print($"growth of {what}", growth, unit, most, $"between {FirstCheck} and {Checks} tenths");
        }

        return all.All(figure => figure.Growth <= figure.Most);
    }
}
