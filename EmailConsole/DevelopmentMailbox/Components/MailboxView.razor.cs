using EmailConsole.DevelopmentMailbox.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.DevelopmentMailbox.Components;

/// <summary>
/// The mailbox. New mail appears by itself, but never under the pointer: while the list is pointed at it waits,
/// announced, until the list is left. What is being read stays where it is.
/// </summary>
public sealed partial class MailboxView : IDisposable
{
    private static readonly TimeSpan TimesGrowOld = TimeSpan.FromSeconds(30);

    private IReadOnlyList<MailboxMessage> _messages = [];
    private MailboxMessage? _selected;
    private ITimer? _clock;
    private int _waiting;
    private bool _mayRead;
    private bool _isPointedAt;

    /// <summary>The message to begin with; null: none.</summary>
    [Parameter]
    public Guid? MessageId { get; set; }

    [Inject]
    private MailboxReader Reader { get; set; } = default!;

    [Inject]
    private MailboxStore Store { get; set; } = default!;

    [Inject]
    private DevelopmentMailboxState State { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private string Count => _messages.Count == 1 ? "1 message" : $"{_messages.Count} messages";

    private string Address => State.Listener is ListenerState.Listening { Port: var port } ? $"localhost:{port}" : "localhost";

    public void Dispose()
    {
        Store.Changed -= OnChanged;
        _clock?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Store.Changed += OnChanged;
        _clock = Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, TimesGrowOld, TimesGrowOld);
        await RefreshAsync();
        _selected = _messages.FirstOrDefault(message => message.Id == MessageId);
    }

    private async Task RefreshAsync()
    {
        if (await Reader.ListAsync((await Authentication).User, CancellationToken.None) is not { } all)
        {
            _mayRead = false;
            Navigation.NotFound();
            return;
        }

        _mayRead = true;
        var isInUse = _isPointedAt && all.Count > 0 && _messages.Count > 0;
        _waiting = isInUse ? all.Reverse().TakeWhile(message => message.Id != _messages[0].Id).Count() : 0;
        if (!isInUse)
        {
            _messages = [.. all.Reverse()];
        }
    }

    private Task LeaveAsync()
    {
        _isPointedAt = false;
        return _waiting > 0 ? RefreshAsync() : Task.CompletedTask;
    }

    private void Open(MailboxMessage message) => _selected = message;

    private async Task ClearAsync()
    {
        var answer = await Dialogs.ShowMessageBoxAsync(
            "Clear the mailbox?", "Every message in it is removed, for everybody.", yesText: "Clear", cancelText: "Cancel");
        if (answer == true)
        {
            _selected = null;
            _isPointedAt = false;
            await Reader.ClearAsync((await Authentication).User, CancellationToken.None);
            await RefreshAsync();
        }
    }

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(async () =>
    {
        try
        {
            await RefreshAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });
}
