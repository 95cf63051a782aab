using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Benchmarks.SenderMode;

namespace EmailConsole.Benchmarks.SubmissionMode;

/// <summary>
/// How many messages are accepted a second over STARTTLS and AUTH, beside a Postfix by the same client in turns; how soon at a steady rate; from
/// the hand-over to the message delivered and recorded, beside the HTTP API; and what connections hold that stand idle.
/// </summary>
internal static class SubmissionBenchmark
{
    public const string Usage = "[MESSAGES=4000] [REPEATS=5] [POSTFIX_PORT USER PASSWORD SENDER]";

    private const string Sender = "no-reply@example.test";
    private const int Steady = 500;
    private const int SteadySeconds = 10;
    private const double MostMilliseconds = 15;
    private const int Idle = 500;
    private const double MostIdleKilobytes = 20;

    private static readonly int[] Connections = [8, 64];

    public static async Task<int> RunAsync(string[] args)
    {
        var messages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4_000;
        var repeats = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        await using var receiver = await ReceiverProcess.StartAsync(1, 0, null);
        var port = FreePort();
        await using var console = await OutboxConsole.StartAsync(
            $"""
            from_address = "{Sender}"
            hostname = "127.0.0.1"
            port = {receiver.Ports[0]}
            enable_start_tls = false
            enable_authentication = false
            """,
            ("Submission:Port", port.ToString(CultureInfo.InvariantCulture)),
            ("Submission:TlsPort", ""),
            ("Submission:MaxConnections", "2000"),
            ("Submission:MaxConnectionsPerAddress", "2000"),
            ("Submission:MaxConnectionsPerKey", "2000"));
        await Baseline.PrintAsync(console.Address, console.Home);

        var product = (Open: (Func<Task<SubmitConnection>>)(() => SubmitConnection.OpenAsync(port, "carbon.super", console.Key, Sender)), From: Sender);
        var delivered = await IdleAsync(console, product.Open);
        var peer = args.Length > 5
            ? (Open: () => SubmitConnection.OpenAsync(int.Parse(args[2], CultureInfo.InvariantCulture), args[3], args[4], args[5]), From: args[5])
            : ((Func<Task<SubmitConnection>> Open, string From)?)null;
        var errors = 0;
        foreach (var count in Connections)
        {
            await using var load = await OpenAsync(product.Open, count);
            await using var beside = peer is { } known ? await OpenAsync(known.Open, count) : null;
            List<double> rates = [], peers = [];
            for (var i = 0; i <= repeats; i++)
            {
                var rate = await RateAsync(load, product.From, messages);
                await console.RecordedAsync(delivered += messages);
                var other = beside is null ? 0 : await RateAsync(beside, peer!.Value.From, messages);
                await QuietAsync();
                if (i > 0)
                {
                    rates.Add(rate);
                    peers.Add(other);
                }
            }

            Print($"accepted, {count} connections", rates, "while they are delivered as well");
            if (beside is not null)
            {
                Print($"Postfix, {count} connections", peers, "the same client, by turns");
                Figures.Print($"ratio, {count} connections", Figures.Median(rates) / Figures.Median(peers), "x", null, "of the medians; 2 is wanted");
                errors += beside.TakeErrors();
            }

            errors += load.TakeErrors();
        }

        (delivered, errors) = await SteadyAsync(console, product.Open, repeats, delivered, errors);
        errors += await EndToEndAsync(console, product.Open, messages, repeats, delivered);
        Figures.Print("memory", console.ResidentMegabytes, "MB", null, "resident, at the end");
        Console.WriteLine($"errors={errors}");
        return errors == 0 ? 0 : 1;
    }

    /// <returns>How many messages were delivered since the start.</returns>
    private static async Task<long> IdleAsync(OutboxConsole console, Func<Task<SubmitConnection>> open)
    {
        const int WarmUp = 2_000;
        await using (var warm = await OpenAsync(open, 64))
        {
            await RateAsync(warm, Sender, WarmUp);
            await console.RecordedAsync(WarmUp);
        }

        // As many before, so that what the first ones cost once is not theirs
        List<SubmitConnection> connections = [];
        await OpenIdleAsync();
        var before = console.ResidentMegabytes;
        await OpenIdleAsync();
        Figures.Print("an idle connection", (console.ResidentMegabytes - before) * 1024 / Idle, "KB", MostIdleKilobytes, $"resident, of {Idle} signed in over TLS");
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        return WarmUp;

        async Task OpenIdleAsync()
        {
            for (var i = 0; i < Idle; i++)
            {
                connections.Add(await open());
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
        }
    }

    private static async Task<(long Delivered, int Errors)> SteadyAsync(
        OutboxConsole console, Func<Task<SubmitConnection>> open, int repeats, long delivered, int errors)
    {
        await using var load = await OpenAsync(open, 64);
        List<double> p50 = [], p99 = [];
        for (var i = 0; i < repeats; i++)
        {
            var times = await load.RunAsync(Make(Steady * SteadySeconds, Sender), Steady);
            p50.Add(Figures.Median(times));
            p99.Add(Figures.Quantile(times, 0.99));
            await console.RecordedAsync(delivered += times.Length);
        }

        Figures.Print($"250 at {Steady}/s, p50", Figures.Median(p50), "ms", null, "");
        Figures.Print($"250 at {Steady}/s, p99", Figures.Median(p99), "ms", MostMilliseconds, string.Join(" ", p99.Select(t => t.ToString("F1", CultureInfo.InvariantCulture))));
        return (delivered, errors + load.TakeErrors());
    }

    private static async Task<int> EndToEndAsync(OutboxConsole console, Func<Task<SubmitConnection>> open, int messages, int repeats, long delivered)
    {
        const int Callers = 48;
        await using var smtp = await OpenAsync(open, Callers);
        await using var http = await SendLoad.OpenAsync(console.Address, Callers);
        var requests = new SendRequests(console.Address, console.Key, OtpTemplates.Plain).Make(messages);
        List<double> bySmtp = [], byHttp = [];
        for (var i = 0; i <= repeats; i++)
        {
            var contents = Make(messages, Sender);
            var smtpRate = await RoundAsync(() => smtp.RunAsync(contents));
            var httpRate = await RoundAsync(() => http.RunAsync(requests));
            if (i > 0)
            {
                bySmtp.Add(smtpRate);
                byHttp.Add(httpRate);
            }
        }

        Print("delivered and recorded, by SMTP", bySmtp, "from the first hand-over to the last record");
        Print("delivered and recorded, by HTTP", byHttp, "the same text, by turns");
        Figures.Print("ratio", Figures.Median(bySmtp) / Figures.Median(byHttp), "x", null, "of the medians; 0.9 is wanted");
        return smtp.TakeErrors() + http.TakeErrors();

        async Task<double> RoundAsync(Func<Task<double[]>> send)
        {
            var start = Stopwatch.GetTimestamp();
            await send();
            await console.RecordedAsync(delivered += messages);
            return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>Postfix goes on delivering what it has accepted: its turn ends when the processors have nothing to do, or after half a minute.</summary>
    private static async Task QuietAsync()
    {
        const int Most = 60;
        for (var i = 0; i < Most; i++)
        {
            var (idle, all) = Ticks();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            var (laterIdle, laterAll) = Ticks();
            if (laterIdle - idle > 0.85 * (laterAll - all))
            {
                return;
            }
        }

        static (double Idle, double All) Ticks()
        {
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(double.Parse).ToArray();
            return (ticks[3] + ticks[4], ticks.Sum());
        }
    }

    private static async Task<SendLoad> OpenAsync(Func<Task<SubmitConnection>> open, int count)
    {
        List<ISendConnection> connections = [];
        for (var i = 0; i < count; i++)
        {
            connections.Add(await open());
        }

        return new SendLoad([.. connections]);
    }

    private static async Task<double> RateAsync(SendLoad load, string from, int messages)
    {
        var contents = Make(messages, from);
        var start = Stopwatch.GetTimestamp();
        await load.RunAsync(contents);
        return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>One-time codes of about 6 KB as text and HTML, each with a Message-ID of its own.</summary>
    private static List<ReadOnlyMemory<byte>> Make(int count, string from)
    {
        var templates = OtpTemplates.Plain;
        var body = $"""
            From: Example <{from}>
            To: user@example.test
            Subject: Your sign-in code
            Date: Sun, 29 Nov 2026 12:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="boundary-of-parts"

            --boundary-of-parts
            Content-Type: text/plain; charset=utf-8

            {templates.Text}
            --boundary-of-parts
            Content-Type: text/html; charset=utf-8

            {templates.Html}
            --boundary-of-parts--
            .

            """.ReplaceLineEndings("\r\n");
        var rest = Encoding.ASCII.GetBytes(body);
        return [.. Enumerable.Range(0, count).Select(_ => (ReadOnlyMemory<byte>)(byte[])[.. Encoding.ASCII.GetBytes($"Message-ID: <{Guid.NewGuid():N}@example.test>\r\n"), .. rest])];
    }

    private static void Print(string name, List<double> rates, string detail) => Figures.Print(
        name, Figures.Median(rates), "/s", null, $"{detail}; {string.Join(" ", rates.Select(r => r.ToString("F0", CultureInfo.InvariantCulture)))}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
