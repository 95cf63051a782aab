using EmailConsole.Benchmarks;
using EmailConsole.Benchmarks.ClusterMode;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.HistoryMode;
using EmailConsole.Benchmarks.OutboxLanesMode;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Benchmarks.PagesMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Benchmarks.RoutesMode;
using EmailConsole.Benchmarks.SenderMode;
using EmailConsole.Benchmarks.StartMode;
using EmailConsole.Benchmarks.SubmissionMode;
using EmailConsole.Benchmarks.TenantsMode;

BenchmarkMode[] modes =
[
    new("console", "[TENANTS=100000] [REPEATS=5]", "start, idle memory, Tenants page, provider page, Update; driven by a real browser", ConsoleBenchmark.RunAsync),
    new("pages", PagesBenchmark.Usage, "the server's memory for an open page that stands idle; in a real browser", PagesBenchmark.RunAsync),
    new("start", StartBenchmark.Usage, "from the start to the first page: fresh, after kill -9, at another address, with a silo that never comes", StartBenchmark.RunAsync),
    new("sender", SenderArguments.Usage, "rate, latency and processor time of the shared sender towards a server that runs already", SenderBenchmark.RunAsync),
    new("outbox", SenderArguments.Usage, "from the HTTP request to the message delivered and recorded, towards a server that runs already", OutboxBenchmark.RunAsync),
    new("accept", AcceptBenchmark.Usage, "how many messages are accepted a second, and how soon, while they are delivered", AcceptBenchmark.RunAsync),
    new("submission", SubmissionBenchmark.Usage, "how many messages are accepted a second by SMTP, and how soon, beside a Postfix and beside the HTTP API; what idle connections hold", SubmissionBenchmark.RunAsync),
    new("outbox-store", "[WAITING=0] [MESSAGES=10000]", "what the outbox's store costs a message, and with so many waiting", StoreBenchmark.RunAsync),
    new("outbox-history", "[MESSAGES=1000000]", "what the Deliveries page waits for with so many messages in the history", HistoryBenchmark.RunAsync),
    new("outbox-latency", LatencyBenchmark.Usage, "how soon a one-time code leaves behind bulk of its tenant, and beside servers that hang", LatencyBenchmark.RunAsync),
    new("outbox-million", MillionBenchmark.Usage, "accept rate, page, memory and start with so many waiting for 20 tenants", MillionBenchmark.RunAsync),
    new("slow-servers", SlowServersBenchmark.Usage, "how near mail for many slow servers comes to what their connections allow", SlowServersBenchmark.RunAsync),
    new("tenants", TenantsBenchmark.Usage, "start, backlog round, searches, Tenants page and memory with many tenants, of which few have mail that waits", TenantsBenchmark.RunAsync),
    new("cluster", ClusterBenchmark.Usage, "nodes on one PostgreSQL: end to end beside SQLite, 202 over two, three where servers take long, Update, kills and restarts under load", ClusterBenchmark.RunAsync),
    new("routes", RoutesBenchmark.Usage, "how soon mail leaves by the second of two providers when the first refuses, hangs or answers 421, and when it comes back", RoutesBenchmark.RunAsync),
    new("isolation", IsolationBenchmark.Usage, "what hung servers cost the messages of other providers", IsolationBenchmark.RunAsync),
    new("connections", ConnectionsBenchmark.Usage, "the memory of open connections", ConnectionsBenchmark.RunAsync),
    new("soak", SoakBenchmark.Usage, "whether memory, sockets or handles grow with the messages", SoakBenchmark.RunAsync),
    new("receiver", "[SERVERS=1] [HUNG=0] [DELAY=0] [FOLDER]", "SMTP servers that take everything, some of them hung; the other modes start it", ReceiverProgram.RunAsync),
];

var mode = Array.Find(modes, m => m.Name == args.FirstOrDefault());
return mode is null ? Usage() : await mode.RunAsync(args[1..]);

int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project EmailConsole.Benchmarks -- MODE");
    foreach (var known in modes)
    {
        Console.Error.WriteLine($"\n  {known.Name} {known.Arguments}\n      {known.Meaning}");
    }

    return 2;
}
