using System.Security.Claims;
using EmailConsole.EmailProviders.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

public sealed partial class EmailProviderForm
{
    [Inject]
    private LeaveQuestion Question { get; set; } = default!;

    private Task UpdateAsync()
    {
        // The browser sees that its press was heard
        _submits++;
        return RunAsync(UpdateAsync);
    }

    private async Task UpdateAsync(ClaimsPrincipal person)
    {
        if (!_state.JudgeAll())
        {
            ShowErrors();
            return;
        }

        await SaveAsync(person);
    }

    private Task ShowDifferencesAsync() => RunAsync(async person =>
    {
        if (await ResolveAsync(Stored))
        {
            await SaveAsync(person);
        }
    });

    private Task RevertAsync() => RunAsync(async person =>
    {
        // The form keeps the version it was loaded with: where the person stays, an Update still meets the other's changes
        var stored = _state.Stored;
        while (stored is not null && await AskToRevertAsync(stored))
        {
            var result = await Writer.RevertAsync(person, TenantDomain, Place.Entry, stored.Version, _gone.Token);
            switch (result)
            {
                case UpdateResult.ChangedElsewhere { Theirs: { } theirs }:
                    // What would be removed is not what was asked about: ask again, naming it
                    stored = theirs;
                    continue;
                case UpdateResult.Saved or UpdateResult.ChangedElsewhere:
                    await TakeAsync(null, $"Reverted. Mail of {TenantDomain} leaves through the super tenant's provider{Soon(result)}.");
                    return;
                case UpdateResult.Refused refused:
                    await OnRefused.InvokeAsync(refused.Decision);
                    return;
                default:
                    return;
            }
        }
    });

    private async Task SaveAsync(ClaimsPrincipal person)
    {
        while (true)
        {
            var sent = _state.Draft.ToInput();
            var result = Place.IsNew
                ? await Writer.AddAsync(person, TenantDomain, sent, _gone.Token)
                : await Writer.UpdateAsync(person, TenantDomain, Place.Entry, sent, _state.BasedOn, _gone.Token);
            switch (result)
            {
                case UpdateResult.Saved { Stored: { } stored } saved:
                    await TakeAsync(stored, SaidOf(saved, stored), _state.Draft.ToInput() == sent);
                    return;
                case UpdateResult.Invalid invalid:
                    _state.Refuse(invalid.Errors);
                    ShowErrors();
                    return;
                case UpdateResult.ChangedElsewhere { Theirs: { } moved } when moved.HasSameSettings(_state.Stored) && _state.BasedOn == _state.Stored?.Version:
                    // It stands at another place now, or has another name
                    _state = _state.Over(moved);
                    continue;
                case UpdateResult.ChangedElsewhere { Theirs: null } when Place.IsOneOfSeveral:
                    _notice = "Not saved: somebody has deleted this provider meanwhile.";
                    return;
                case UpdateResult.ChangedElsewhere changed when await ResolveAsync(changed.Theirs):
                    continue;
                case UpdateResult.Refused refused:
                    await OnRefused.InvokeAsync(refused.Decision);
                    return;
                default:
                    return;
            }
        }
    }

    private string SaidOf(UpdateResult.Saved saved, StoredEmailProvider stored) => this switch
    {
        { Place.IsNew: true } => $"Added. {stored.CalledName()} stands by{Soon(saved)}.",
        _ when stored.Version == _state.Stored?.Version => Place.IsOneOfSeveral
            ? "Nothing has changed: this is what is stored already. What waited for a retry is tried now."
            : $"Nothing has changed: this is what is stored already. Mail of {TenantDomain} leaves through {stored.Settings.Through()}; what waited for a retry is tried now.",
        { Place.IsOneOfSeveral: true } => $"{stored.CalledName()} is updated{Soon(saved)}.",
        _ => $"Updated. Mail of {TenantDomain} leaves through {stored.Settings.Through()}{Soon(saved)}.",
    };

    private static string Soon(UpdateResult result) => result is UpdateResult.Saved { IsEverywhere: false } ? ", in a few seconds everywhere" : "";

    /// <returns>Whether to save again, over what is stored now.</returns>
    private async Task<bool> ResolveAsync(StoredEmailProvider? theirs)
    {
        switch (await ConflictDialog.AskAsync(Dialogs, TenantDomain, _state, theirs))
        {
            case ConflictChoice.TakeTheirs:
                await TakeAsync(theirs, "Your changes were dropped; the form shows what is stored now.");
                return false;
            case ConflictChoice.Save save:
                Start(new EmailProviderFormState(theirs, save.Draft));
                _isChangedElsewhere = false;
                await OnStored.InvokeAsync(theirs);
                if (_state.JudgeAll())
                {
                    return true;
                }

                ShowErrors();
                return false;
            default:
                return false;
        }
    }

    private async Task TakeAsync(StoredEmailProvider? stored, string said, bool isWhole = true)
    {
        // What was typed while the save was under way stays
        Start(new EmailProviderFormState(stored, isWhole ? null : _state.Draft));
        _isChangedElsewhere = false;
        Snackbar.Add(said, Severity.Success);
        await OnStored.InvokeAsync(stored);
        await OnEdited.InvokeAsync(Count);
    }

    /// <summary>One thing at a time: a second click while the first is under way does nothing.</summary>
    private async Task RunAsync(Func<ClaimsPrincipal, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Settled = settled.Task;
        _notice = null;
        try
        {
            await work((await Authentication).User);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone; nobody is left to tell
        }
        catch (Exception e)
        {
            // The circuit, and with it what was typed, must outlive a database that does not answer
            LogFailed(Logger, e, TenantDomain);
            _notice = "Not saved: the console could not store it; its log says why. What you typed is still here; try again in a moment.";
        }
        finally
        {
            _isBusy = false;
            TakeStored();
            settled.SetResult();
        }
    }

    private async Task<bool> AskToRevertAsync(StoredEmailProvider stored)
    {
        var dialog = await Dialogs.ShowAsync<RevertDialog>(
            $"Revert {TenantDomain}?",
            new DialogParameters<RevertDialog> { { d => d.TenantDomain, TenantDomain }, { d => d.Stored, stored } });
        return await dialog.Result is { Canceled: false };
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext context)
    {
        if (Count == 0 || IsThisPage(context.TargetLocation))
        {
            return;
        }

        await Question.AskAsync(context, "Leave without saving?", $"{CountText} of {TenantDomain} would not be saved.");
    }

    // A link to a place on this page loses nothing
    private bool IsThisPage(string target) =>
        Navigation.ToAbsoluteUri(target).AbsolutePath == new Uri(Navigation.Uri).AbsolutePath;
}
