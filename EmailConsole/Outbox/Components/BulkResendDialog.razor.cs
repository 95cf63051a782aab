using EmailConsole.Outbox.Deliveries;
using EmailConsole.Outbox.History;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Outbox.Components;

/// <summary>Counts what a filter finds, asks, resends it with its progress in sight, and says what became of it.</summary>
public sealed partial class BulkResendDialog : IDisposable
{
    /// <summary>A click beside it must not hide a resend under way.</summary>
    public static readonly DialogOptions Options = new() { BackdropClick = false, CloseOnEscapeKey = false, MaxWidth = MaxWidth.Small, FullWidth = true };

    private readonly CancellationTokenSource _stop = new();
    private int? _count;
    private BulkResendResult? _result;
    private bool _isRunning;
    private string? _error;
    private EmailFilter _fixed = new();

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter]
    public bool IsAcross { get; set; }

    [Parameter, EditorRequired]
    public EmailFilter Filter { get; set; } = default!;

    /// <summary>As it was typed.</summary>
    [Parameter]
    public string Recipient { get; set; } = "";

    [Inject]
    private BulkResend Resend { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<BulkResendDialog> Logger { get; set; } = default!;

    private bool IsAcrossTenants => IsAcross && Tenants.TenantDomain.IsSuper(TenantDomain);

    private string CountWords => _count > BulkResend.MostCounted ? $"more than {DeliveryWords.Count(BulkResend.MostCounted)}" : DeliveryWords.Count(_count ?? 0);

    private double Percent => _count is > 0 ? Math.Min(100, 100.0 * (_result?.Looked ?? 0) / _count.Value) : 0;

    private string States => string.Join(" and ", BulkResend.StatesOf(Filter).Select(s => s.ToString().ToLowerInvariant()));

    private string Narrowing
    {
        get
        {
            var words = (Recipient.Length > 0 ? $", to {Recipient}" : "") + Period;
            return words.Length > 0 ? $"{words}," : "";
        }
    }

    private string Period => (Filter.Since, Filter.Until) switch
    {
        (null, null) => "",
        ({ } since, null) => $", accepted since {DeliveryWords.Exact(since)}",
        (null, { } until) => $", accepted before {DeliveryWords.Exact(until)}",
        ({ } since, { } until) => $", accepted from {DeliveryWords.Exact(since)} to {DeliveryWords.Exact(until)}",
    };

    private string EndWords => _result!.End switch
    {
        BulkResendEnd.Finished => "Done.",
        BulkResendEnd.Stopped => "Stopped. What was queued again stays so.",
        BulkResendEnd.QueueFull => "The tenant's queue is full. Resend the rest when it is shorter.",
        BulkResendEnd.Unavailable => "The database takes nothing at present. Try the rest again; if it stays so, look at the disk.",
        BulkResendEnd.TooBroad =>
            "Not all were looked at: by now too many recipients begin with what was typed. What was queued again stays so; type more of the address and resend the rest.",
        _ => "You may not resend here any more.",
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var now = Time.GetUtcNow();
        _fixed = Filter with { Until = Filter.Until < now ? Filter.Until : now };
        try
        {
            var person = (await Authentication).User;
            _count = await Task.Run(() => Resend.CountAsync(person, TenantDomain, IsAcross, _fixed, _stop.Token), _stop.Token);
            _error = _count is null ? "This cannot be resent: you may not, or too many recipients begin with what was typed." : null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The dialog is gone
        }
        catch (Exception e)
        {
            ShowFailure(e);
        }
    }

    private async Task RunAsync()
    {
        _isRunning = true;
        try
        {
            var person = (await Authentication).User;
            var stop = _stop.Token;
            _result = await Task.Run(() => Resend.RunAsync(person, TenantDomain, IsAcross, _fixed, Show, stop), CancellationToken.None);
        }
        catch (Exception e)
        {
            ShowFailure(e);
        }

        _isRunning = false;
    }

    private void Show(BulkResendResult result) => _ = InvokeAsync(() =>
    {
        if (_isRunning)
        {
            _result = result;
            StateHasChanged();
        }
    });

    private void ShowFailure(Exception e)
    {
        LogFailed(Logger, e, TenantDomain);
        _error = "It could not be finished; the console's log says why. What was queued again stays so.";
    }

    private void Stop() => _stop.Cancel();

    private void Close() => Dialog.Close();
}
