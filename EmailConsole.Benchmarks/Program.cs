using EmailConsole.Benchmarks.ConsoleMode;

return args is ["console", .. var rest]
    ? await ConsoleBenchmark.RunAsync(rest)
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project EmailConsole.Benchmarks -- MODE

          console [TENANTS=100000] [REPEATS=5]
              start, memory, Tenants page, provider page, Update; driven by a real browser
        """);
    return 2;
}
