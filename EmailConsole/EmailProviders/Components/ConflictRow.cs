using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>A field that differs between what somebody else stored and what stands in the form.</summary>
/// <param name="Field">The field; null for a secret.</param>
/// <param name="Label">As in the form.</param>
/// <param name="Theirs">As stored now; a secret only as <c>kept</c> or the like.</param>
/// <param name="Yours">As in the form.</param>
public sealed record ConflictRow(ProviderField? Field, string Label, string Theirs, string Yours)
{
    private const string NotSet = "(not set)";

    /// <summary>The choice; at first, whoever changed the field since it was loaded, and you where both did.</summary>
    public bool TakesTheirs { get; set; }

    internal static IReadOnlyList<ConflictRow> Compare(EmailProviderFormState state, StoredEmailProvider theirs)
    {
        var (stored, mine) = (Normalisation.Normalise(theirs.Settings), state.Draft.ToSettings());
        var before = Normalisation.Normalise(state.Stored?.Settings ?? new EmailProviderSettings());
        var input = state.Draft.ToInput();
        return
        [
            .. ProviderFields.Shown
                .Where(f => (f.AppliesTo(stored) || f.AppliesTo(mine)) && f.Show(stored) != f.Show(mine))
                .Select(f => new ConflictRow(f, f.Label, Text(f.Show(stored)), Text(f.Show(mine))) { TakesTheirs = f.Show(mine) == f.Show(before) }),

            // Only what was typed just now can be told from what is stored: secrets are never read back
            .. ProviderFields.Secrets
                .Where(s => s.Typed(input) is SecretInput.Replaced)
                .Select(s => new ConflictRow(null, s.Label, s.IsStored(theirs) ? "kept as stored" : NotSet, "changed: the one you typed")),
        ];
    }

    private static string Text(string text) => text.Length == 0 ? NotSet : text;
}

/// <summary>What to do after somebody else saved first. A closed list; null stands for "back to the form".</summary>
public abstract record ConflictChoice
{
    private ConflictChoice()
    {
    }

    /// <summary>Drop what stands in the form.</summary>
    public sealed record TakeTheirs : ConflictChoice;

    /// <param name="Draft">What to save over theirs.</param>
    public sealed record Save(EmailProviderDraft Draft) : ConflictChoice;
}
