namespace EmailConsole.Tests.Browser;

/// <summary>A test that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() =>
        Skip = Requirement.SkipUnless(ConsoleBrowser.Executable is null ? "Chromium is not installed (Debian: apt-get install chromium-headless-shell)." : null);
}
