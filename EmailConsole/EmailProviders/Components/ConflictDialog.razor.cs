using EmailConsole.EmailProviders.Validation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Somebody else saved or reverted first: theirs and yours side by side.</summary>
public sealed partial class ConflictDialog
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Medium, FullWidth = true, BackdropClick = false };

    private IReadOnlyList<ConflictRow> _rows = [];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public EmailProviderFormState State { get; set; } = default!;

    /// <summary>Null: reverted.</summary>
    [Parameter, EditorRequired]
    public StoredEmailProvider? Theirs { get; set; }

    /// <returns>Null: back to the form, with nothing changed.</returns>
    internal static async Task<ConflictChoice?> AskAsync(
        IDialogService dialogs, string tenantDomain, EmailProviderFormState state, StoredEmailProvider? theirs)
    {
        var dialog = await dialogs.ShowAsync<ConflictDialog>(
            theirs is null ? "Reverted by somebody else" : "Changed by somebody else",
            new DialogParameters<ConflictDialog>
            {
                { d => d.TenantDomain, tenantDomain },
                { d => d.State, state },
                { d => d.Theirs, theirs },
            },
            Options);
        return await dialog.Result is { Canceled: false, Data: ConflictChoice choice } ? choice : null;
    }

    protected override void OnInitialized() => _rows = Theirs is null ? [] : ConflictRow.Compare(State, Theirs);

    private void Choose(bool theirs)
    {
        foreach (var row in _rows)
        {
            row.TakesTheirs = theirs;
        }
    }

    private void TakeTheirs() => Dialog.Close(new ConflictChoice.TakeTheirs());

    private void Save()
    {
        var mine = State.Draft.ToSettings();
        var theirs = Theirs is null ? null : Normalisation.Normalise(Theirs.Settings);
        if (theirs is not null)
        {
            foreach (var field in _rows.Where(r => r.TakesTheirs).Select(r => r.Field).OfType<ProviderField>())
            {
                mine = field.Take(theirs, mine);
            }
        }

        var draft = EmailProviderDraft.From(mine);
        draft.TakeSecrets(State.Draft, Keeps);
        draft.TakeConsent(State.Draft, theirs);
        Dialog.Close(new ConflictChoice.Save(draft));
    }

    private bool Keeps(string secret) => !_rows.Any(r => r.Label == ProviderFields.Label(secret) && r.TakesTheirs);
}
