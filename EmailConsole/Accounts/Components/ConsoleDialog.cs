using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>How this room's dialogs open.</summary>
internal static class ConsoleDialog
{
    /// <summary>A click beside it must not throw away what was typed, or a secret that is shown once.</summary>
    public static readonly DialogOptions Form = new() { BackdropClick = false, CloseOnEscapeKey = false, MaxWidth = MaxWidth.Small, FullWidth = true };
}
