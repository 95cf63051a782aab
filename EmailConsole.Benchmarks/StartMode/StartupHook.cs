using EmailConsole.Benchmarks.PagesMode;

#pragma warning disable CA1050, MA0047 // The runtime asks for this name without a namespace

/// <summary>
/// Runs in a console's process before the console does (<c>DOTNET_STARTUP_HOOKS</c>). Lets its heap be read where
/// <see cref="HeapReading.Variable"/> says so.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(HeapReading.Variable) is { } file)
        {
            new HeapReading(file).Offer();
        }
    }
}
