namespace EmailConsole.Delivery;

/// <summary>What became of one message. A closed list; nothing is thrown for an expected failure.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome(IReadOnlyList<RefusedRecipient> refusedRecipients) => RefusedRecipients = refusedRecipients;

    /// <summary>
    /// Those whom the server refused by name, each with its own reply: it is certain that they get nothing, whatever became
    /// of the others.
    /// </summary>
    public IReadOnlyList<RefusedRecipient> RefusedRecipients { get; init; }

    /// <summary>The server took the message.</summary>
    /// <param name="QueueId">The server's queue id where its reply names one.</param>
    /// <param name="ServerText">The final reply.</param>
    /// <param name="RefusedRecipients">Those the server refused while it took others.</param>
    public sealed record Delivered(string? QueueId, string ServerText, IReadOnlyList<RefusedRecipient> RefusedRecipients)
        : DeliveryOutcome(RefusedRecipients);

    /// <summary>The message was not delivered, and nothing of it will arrive.</summary>
    /// <param name="Failure">Why; of the recipients only where none of <see cref="RefusedRecipients"/> says more.</param>
    public sealed record Failed(DeliveryFailure Failure) : DeliveryOutcome([]);

    /// <summary>
    /// The message was handed over, or part of it, and the server's last word did not come: it may have arrived or not.
    /// Whoever sends it again may deliver it twice.
    /// </summary>
    /// <param name="Failure">Why the last word did not come.</param>
    public sealed record Unknown(DeliveryFailure Failure) : DeliveryOutcome([]);

    /// <summary>What became of one of those the message went to.</summary>
    /// <param name="address">As SMTP carries it.</param>
    /// <returns>The server's word on this recipient, else what happened to the whole message; null: it is delivered.</returns>
    public DeliveryFailure? ReasonFor(string address)
    {
        foreach (var refused in RefusedRecipients)
        {
            if (string.Equals(refused.Address, address, StringComparison.OrdinalIgnoreCase))
            {
                return refused.Failure;
            }
        }

        return Reason;
    }

    /// <summary>
    /// What the attempt says of the provider, apart from the message: a request for less is heard whoever it was said about,
    /// and where one recipient alone was to blame, the provider did its part. Null: it was delivered.
    /// </summary>
    public DeliveryFailure? OfProvider
    {
        get
        {
            DeliveryFailure? ofRecipient = null;
            foreach (var (_, failure) in RefusedRecipients)
            {
                if (failure.Blame == Blame.Throttle)
                {
                    return failure;
                }

                ofRecipient ??= failure is { IsProviderReached: true, Blame: Blame.Recipient or Blame.Message or Blame.Sender } ? failure : null;
            }

            return Reason is { Outcome: FailureOutcome.NotAccepted, Blame: Blame.Provider or Blame.Credentials, Stage: DeliveryStage.Recipient } reason
                ? ofRecipient ?? reason
                : Reason;
        }
    }

    /// <summary>The reason of what is not delivered; null: it is delivered.</summary>
    public DeliveryFailure? Reason => this switch
    {
        Failed failed => failed.Failure,
        Unknown unknown => unknown.Failure,
        _ => null,
    };
}

/// <param name="Address">The recipient.</param>
/// <param name="Failure">The server's refusal.</param>
public sealed record RefusedRecipient(string Address, DeliveryFailure Failure);
