using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Benchmarks.SenderMode;

return args switch
{
    ["console", .. var rest] => await ConsoleBenchmark.RunAsync(rest),
    ["sender", .. var rest] => await SenderBenchmark.RunAsync(rest),
    ["outbox-store", .. var rest] => await StoreBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project EmailConsole.Benchmarks -- MODE

          console [TENANTS=100000] [REPEATS=5]
              start, memory, Tenants page, provider page, Update; driven by a real browser

          sender HOST PORT tls|plain CONCURRENCY MESSAGES WARMUP CAFILE USER PASSWORD TEMPLATES
              rate, latency and processor time of the shared sender; the arguments of the other senders in the SMTP lab

          outbox-store [WAITING=0] [MESSAGES=10000]
              what the outbox's store costs a message, and with so many waiting
        """);
    return 2;
}
