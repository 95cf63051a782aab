namespace EmailConsole.Delivery;

/// <summary>What became of one message. A closed list; nothing is thrown for an expected failure.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The server took the message.</summary>
    /// <param name="QueueId">The server's queue id where its reply names one.</param>
    /// <param name="ServerText">The final reply.</param>
    /// <param name="RefusedRecipients">Those the server refused while it took others.</param>
    public sealed record Delivered(string? QueueId, string ServerText, IReadOnlyList<RefusedRecipient> RefusedRecipients) : DeliveryOutcome;

    public sealed record Failed(DeliveryFailure Failure) : DeliveryOutcome;
}

/// <param name="Address">The recipient.</param>
/// <param name="Failure">The server's refusal.</param>
public sealed record RefusedRecipient(string Address, DeliveryFailure Failure);
