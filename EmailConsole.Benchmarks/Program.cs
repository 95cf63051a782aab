Console.Error.WriteLine("usage: EmailConsole.Benchmarks console");
return 2;
