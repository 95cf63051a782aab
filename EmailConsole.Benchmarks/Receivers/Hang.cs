namespace EmailConsole.Benchmarks.Receivers;

/// <summary>Where a server stops answering; its connection stays open.</summary>
internal enum Hang
{
    Never = 0,
    OnceConnected = 1,
    AfterGreeting = 2,
    AfterContent = 3,
}
