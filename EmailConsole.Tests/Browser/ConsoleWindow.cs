namespace EmailConsole.Tests.Browser;

/// <summary>How a browser window looks.</summary>
/// <param name="Width">In CSS pixels; 360 is the narrowest that the console serves.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="IsDark">The system's preference.</param>
/// <param name="HasJavaScript">False for the pages that work without.</param>
public sealed record ConsoleWindow(int Width = 1280, int Height = 900, bool IsDark = false, bool HasJavaScript = true);
