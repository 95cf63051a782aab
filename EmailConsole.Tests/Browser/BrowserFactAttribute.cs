using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Browser;

/// <summary>A test that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Requirement.SkipUnless(Missing);

    internal static string? Missing =>
        ConsoleBrowser.Executable is null ? "Chromium is not installed (Debian: apt-get install chromium-headless-shell)." : null;
}

/// <summary>A test that needs Chromium and PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserOnPostgresFactAttribute : FactAttribute
{
    public BrowserOnPostgresFactAttribute() => Skip = Requirement.SkipUnless(BrowserFactAttribute.Missing ?? PostgresServer.Missing);
}
