namespace EmailConsole.EmailProviders.Components;

/// <summary>What is known about a stored secret, without the secret. A closed list.</summary>
public abstract record SecretStatus
{
    private SecretStatus()
    {
    }

    /// <summary>None is stored.</summary>
    public sealed record Missing : SecretStatus;

    /// <summary>One is stored and may be kept.</summary>
    public sealed record Kept : SecretStatus;

    /// <param name="Reason">Why the stored one cannot be used with the form as it is, and what to do.</param>
    public sealed record EnterAgain(string Reason) : SecretStatus;

    internal static SecretStatus Of(
        StoredEmailProvider? stored,
        Func<StoredEmailProvider, bool> isStored,
        Func<StoredEmailProvider, bool> isUnreadable,
        Func<EmailProviderSettings, string?> findObstacle)
    {
        if (stored is null || !isStored(stored))
        {
            return new Missing();
        }

        if (isUnreadable(stored))
        {
            return new EnterAgain("Enter it again: the stored one cannot be read, because the key it was encrypted with is missing.");
        }

        return findObstacle(stored.Settings) is { } reason ? new EnterAgain(reason) : new Kept();
    }
}
