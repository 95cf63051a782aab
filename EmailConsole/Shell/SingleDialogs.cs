using MudBlazor;

namespace EmailConsole.Shell;

/// <summary>
/// Opens a dialog once: a second click on what opens it, which the browser sends before the dialog covers it, is answered as if that one was
/// cancelled at once. Two of the same kind with the same title never stand on top of each other. Of one circuit, whose events come one after another.
/// </summary>
/// <remarks>Guards those overloads that the console calls.</remarks>
internal sealed class SingleDialogs(ILogger<DialogService> logger) : DialogService(logger), IDialogService
{
    // With what ends with it; null: it is about to be shown. Nothing more waits for a dialog's result than who opened it: that one hears before the dialog is gone, so that
    // its button can take the focus back
    private readonly Dictionary<(Type Kind, string? Title), Task?> _open = [];

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title, DialogParameters parameters) =>
        ShowAsync(typeof(T), title, () => ShowAsync<T>(title, parameters));

    Task<IDialogReference> IDialogService.ShowAsync<T>(string? title, DialogParameters parameters, DialogOptions? options) =>
        ShowAsync(typeof(T), title, () => ShowAsync<T>(title, parameters, options));

    Task<bool?> IDialogService.ShowMessageBoxAsync(string? title, string message, string yesText, string? noText, string? cancelText, DialogOptions? options)
    {
        var key = (typeof(MudMessageBox), title);
        if (IsOpen(key))
        {
            return Task.FromResult<bool?>(null);
        }

        var answer = ShowMessageBoxAsync(title, message, yesText, noText, cancelText, options);
        _open[key] = answer;
        return answer;
    }

    private async Task<IDialogReference> ShowAsync(Type kind, string? title, Func<Task<IDialogReference>> show)
    {
        var key = (kind, title);
        if (IsOpen(key))
        {
            var refused = CreateReference();
            refused.Dismiss(DialogResult.Cancel());
            return refused;
        }

        IDialogReference? dialog = null;
        _open[key] = null;
        try
        {
            return dialog = await show();
        }
        finally
        {
            _open[key] = dialog?.Result ?? Task.CompletedTask;
        }
    }

    private bool IsOpen((Type Kind, string? Title) key) => _open.TryGetValue(key, out var end) && end is not { IsCompleted: true };
}
