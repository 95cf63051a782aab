using EmailConsole.EmailProviders;
using EmailConsole.TestEmail.Progress;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace EmailConsole.TestEmail.Components;

/// <summary>
/// "Send test email", and "Check credentials" where the provider has a way, beside the form that is tested. Keeps the last run until it is closed.
/// </summary>
public sealed partial class TestEmailPanel
{
    private MudTextField<string>? _toField;
    private bool _usesDraft;
    private bool _wasOpen;
    private bool _focusTo;
    private bool _canCheck;
    private (ProviderId? Entry, Guid? StoredVersion, EmailProviderSettings? Draft, string Tenant)? _offered;
    private ProviderId? _shown;
    private LastRun _last = LastRun.None;

    /// <summary>The values now in the form; its null, or none at all (operators, the super tenant): the stored settings.</summary>
    [Parameter]
    public Func<EmailProviderInput?>? Draft { get; set; }

    /// <summary>Which of the tenant's providers; null: the first, or what is in force.</summary>
    [Parameter]
    public ProviderId? Entry { get; set; }

    /// <summary>How many fields of the form differ from what is stored.</summary>
    [Parameter]
    public int UnsavedChanges { get; set; }

    /// <summary>What is used where no form is: by its owner, "the stored settings" are the tenant's own.</summary>
    [Parameter]
    public string StoredName { get; set; } = "the stored settings";

    /// <summary>The version of the settings that are stored; null: the tenant has none of its own.</summary>
    [Parameter]
    public Guid? StoredVersion { get; set; }

    [Inject]
    private ILogger<TestEmailPanel> Logger { get; set; } = default!;

    private string Uses => (_usesDraft, UnsavedChanges) switch
    {
        (false, _) => StoredName,
        (true, 0) => "the form as it is now (no unsaved changes)",
        (true, 1) => "the form as it is now (1 unsaved change)",
        (true, var n) => $"the form as it is now ({n} unsaved changes)",
    };

    private string Announcement => IsRunning || _last.Result is not null
        ? TestEmailWords.Announce(_last.Stages, _last.Result)
        : "";

    private static string Said(bool value) => value ? "true" : "false";

    private static string Dimmed(bool isOff) => isOff ? "opacity: .5; cursor: default" : "";

    protected override void OnParametersSet()
    {
        if (Open && !_wasOpen)
        {
            Reset();
        }
        else if (!Open && _wasOpen)
        {
            Abandon();
        }
        else if (Open && Entry != _shown)
        {
            // What is shown is of another one
            Abandon();
            Reset();
        }

        _shown = Entry;

        _wasOpen = Open;
        _usesDraft = Open && Draft?.Invoke() is not null;
    }

    protected override Task OnParametersSetAsync() => Open ? OfferCheckAsync() : Task.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusTo && _toField is not null)
        {
            _focusTo = false;
            await _toField.FocusAsync();
        }
    }

    /// <summary>Offers the check where what would be tested now has one.</summary>
    private async Task OfferCheckAsync()
    {
        var draft = Draft?.Invoke();
        var wanted = (Entry, StoredVersion, draft?.Settings, TenantDomain);
        if (_offered == wanted)
        {
            return;
        }

        _offered = wanted;
        try
        {
            var canCheck = await Sender.CanCheckAsync(
                (await Authentication).User, TenantDomain, TestEmailRequest.Check(draft) with { Entry = Entry }, CancellationToken.None);
            if (_offered == wanted)
            {
                _canCheck = canCheck;
            }
        }
        catch (Exception e)
        {
            // Unhandled it would end the circuit; without it a test email is there all the same
            LogNotOffered(Logger, TenantDomain, e);
            (_canCheck, _offered) = (false, null);
        }
    }

    private Task SendAsync() => RunAsync(new TestEmailRequest(To.Split(','), Draft?.Invoke()));

    private Task CheckAsync() => RunAsync(TestEmailRequest.Check(Draft?.Invoke()));

    private async Task RunAsync(TestEmailRequest request)
    {
        if (IsRunning)
        {
            return;
        }

        request = request with { Entry = Entry };
        var progress = new TestEmailProgress(Time);
        using var running = new CancellationTokenSource();
        Begin(running);
        _last = LastRun.None with { Tested = new TestedSettings(request.Draft, StoredVersion) };
        try
        {
            var result = await SendAndShowAsync(request, progress, running, () => Show(progress));
            if (IsShown(running))
            {
                Show(progress);
                Settle(result);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !running.IsCancellationRequested)
        {
            // Unhandled it would end the circuit, and the form's unsaved values with it
            LogBroken(Logger, TenantDomain, e);
            if (IsShown(running))
            {
                progress.Stop();
                Show(progress);
                Settle(new TestEmailResult.Broken(Time.GetUtcNow()));
            }
        }
        finally
        {
            if (IsShown(running))
            {
                End();
            }
        }
    }

    private void Show(TestEmailProgress progress) => _last = _last with { Stages = progress.Stages(), Transcript = progress.Transcript() };

    private void Settle(TestEmailResult result)
    {
        if (result is TestEmailResult.InvalidRecipients invalid)
        {
            ToError = invalid.Message;
            _last = _last with { Tested = null };
            _focusTo = true;
        }
        else
        {
            _last = _last with { Result = result };
        }
    }

    private void Reset()
    {
        _offered = null;
        SetTo(DefaultRecipient);
        _last = LastRun.None;
        _focusTo = true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether the credentials of the email provider of {TenantDomain} can be checked could not be found out.")]
    private static partial void LogNotOffered(ILogger logger, string tenantDomain, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The test of the email provider of {TenantDomain} ended by an error.")]
    private static partial void LogBroken(ILogger logger, string tenantDomain, Exception exception);

    /// <summary>What is shown of the last test, while it runs and afterwards.</summary>
    private sealed record LastRun(IReadOnlyList<StageProgress> Stages, IReadOnlyList<TranscriptLine> Transcript, TestEmailResult? Result, TestedSettings? Tested)
    {
        public static readonly LastRun None = new([], [], null, null);
    }
}
