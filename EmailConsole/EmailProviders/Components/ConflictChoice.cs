namespace EmailConsole.EmailProviders.Components;

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
