using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>Counts what a filter finds, asks, resends it with its progress in sight, and says what became of it.</summary>
public sealed partial class BulkResendDialog : IDisposable
{
    /// <summary>A click beside it must not hide a resend under way.</summary>
    public static readonly DialogOptions Options = new() { BackdropClick = false, CloseOnEscapeKey = false, MaxWidth = MaxWidth.Small, FullWidth = true };

    private readonly CancellationTokenSource _stop = new();
    private BulkResendResult? _forecast;
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

    /// <summary>What is looked for.</summary>
    [Parameter]
    public FindText Find { get; set; } = FindText.None;

    [Inject]
    private BulkResend Resend { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<BulkResendDialog> Logger { get; set; } = default!;

    private bool IsAcrossTenants => IsAcross && Tenants.TenantDomain.IsSuper(TenantDomain);

    private bool IsMore => _forecast?.Looked > BulkResend.MostCounted;

    private string CountWords => IsMore ? $"more than {DeliveryWords.Count(BulkResend.MostCounted)}" : DeliveryWords.Count(_forecast?.Looked ?? 0);

    private string DoneWords => $"{(IsMore ? "more than " : "")}{DeliveryWords.Count(Math.Min(_forecast?.Done ?? 0, BulkResend.MostCounted))}";

    private string Reasons => string.Join(
        ", ", _forecast!.Changes.Where(c => c.Key != EmailChange.Done).OrderBy(c => c.Key).Select(c => $"{DeliveryWords.Count(c.Value)} {DeliveryWords.BulkNot(c.Key, c.Value)}"));

    private double Percent => _forecast?.Looked is > 0 and var looked ? Math.Min(100, 100.0 * (_result?.Looked ?? 0) / looked) : 0;

    private string States => string.Join(" and ", BulkResend.StatesOf(Filter).Select(s => s.ToString().ToLowerInvariant()));

    private string Narrowing
    {
        get
        {
            var words = (Find != FindText.None ? $", found by {Find.Words}" : "")
                + (Filter.Cause is { } cause ? $", because of: {DeliveryWords.Cause(cause)}" : "") + Period;
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
            _forecast = await Task.Run(() => Resend.ForecastAsync(person, TenantDomain, IsAcross, _fixed, _stop.Token), _stop.Token);
            _error = _forecast is null ? "This cannot be resent: you may not, or too many recipients begin with what was typed." : null;
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

    [LoggerMessage(LogLevel.Error, "A bulk resend in {TenantDomain} was not finished")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
