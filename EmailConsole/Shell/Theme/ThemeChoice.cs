namespace EmailConsole.Shell.Theme;

public enum ThemeChoice
{
    /// <summary>As the operating system says.</summary>
    System = 0,

    Light = 1,

    Dark = 2,
}
