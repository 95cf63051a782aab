using System.Runtime.InteropServices;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>
/// Switches off that the terminal shows what is typed, until it is disposed of. <see cref="Console.ReadKey(bool)"/> does so only
/// while it reads, and so do the prompts of libraries, which use it: what was typed or pasted a moment before is shown.
/// </summary>
internal sealed class TerminalEcho : IDisposable
{
    private const int StandardInput = 0;

    // tcsetattr: at once; and with what was typed before thrown away
    private const int Now = 0;
    private const int Flush = 2;

    private const byte Echo = 8;

    // More than any system's termios has
    private readonly byte[] _before = new byte[256];

    private TerminalEcho()
    {
    }

    /// <returns>Null: it cannot be switched off here.</returns>
    public static TerminalEcho? Off()
    {
        var terminal = new TerminalEcho();
        if (!(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) || tcgetattr(StandardInput, terminal._before) != 0)
        {
            return null;
        }

        // c_lflag is the fourth word; its flag is in the lowest byte, for all these are little-endian
        var silent = (byte[])terminal._before.Clone();
        silent[3 * (OperatingSystem.IsMacOS() ? sizeof(long) : sizeof(int))] &= unchecked((byte)~Echo);
        return tcsetattr(StandardInput, Flush, silent) == 0 ? terminal : null;
    }

    public void Dispose() => _ = tcsetattr(StandardInput, Now, _before);

#pragma warning disable SYSLIB1054 // Generated marshalling needs unsafe code, and a byte array needs no marshalling
    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int tcgetattr(int descriptor, [Out] byte[] settings);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int tcsetattr(int descriptor, int when, [In] byte[] settings);
#pragma warning restore SYSLIB1054
}
