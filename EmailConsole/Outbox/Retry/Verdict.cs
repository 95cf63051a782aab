using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Retry;

/// <summary>One recipient as the database has it.</summary>
internal readonly record struct RecipientRow(int Ordinal, string Address, EmailState State);

/// <summary>What changes for one recipient.</summary>
internal readonly record struct RecipientChange(int Ordinal, EmailState State, int? ReplyCode, string? Reply);

/// <summary>What an attempt means for a message.</summary>
/// <param name="State">Of the message.</param>
/// <param name="DueAt">When the next attempt may start; null: none is to come.</param>
/// <param name="Changes">The recipients whose row changes.</param>
internal sealed record Verdict(EmailState State, DateTimeOffset? DueAt, IReadOnlyList<RecipientChange> Changes)
{
    /// <summary>Where the message stands in its tenant's route from now on; null: where it stood.</summary>
    public RoutePoint? Route { get; init; }
}

/// <summary>Turns the outcome of an attempt into the states that follow. Pure.</summary>
internal sealed class Verdicts(RetryPolicy policy)
{
    // 64 times the first pause
    private const int StepsAfterNonsense = 6;

    /// <param name="report">The attempt.</param>
    /// <param name="rows">All recipients of the message.</param>
    /// <param name="expiresAt">From then on nothing is sent. Until then it may be tried, whenever its next attempt would come: somebody may bring it forward.</param>
    /// <param name="attempts">With this one, since it was accepted or last resent.</param>
    /// <param name="now">The time.</param>
    /// <param name="chance">From 0 up to 1, for the pause.</param>
    public Verdict On(
        DeliveryReport report, IReadOnlyList<RecipientRow> rows, DateTimeOffset expiresAt, int attempts, DateTimeOffset now, double chance)
    {
        // What is no answer may mean that the server has the message: it must not get it every few seconds
        var steps = report.Outcome is DeliveryOutcome.Unknown { Failure.Kind: DeliveryFailureKind.ProtocolViolation } ? StepsAfterNonsense : 0;
        var pause = now + policy.PauseAfter(attempts + steps, chance);
        var here = Later(pause, report.NotBefore);
        var isSwitched = policy.IsSwitched(report, here, now);
        var route = RouteAfter(report, isSwitched);
        var due = Later(pause, Heeded(report.NotBefore));
        DateTimeOffset? next = null;
        List<RecipientChange> changes = new(rows.Count);
        var states = new EmailState[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            states[i] = rows[i].State;
            var failure = report.Outcome.ReasonFor(rows[i].Address);
            var dueAt = isSwitched ? now
                : Later(due, failure is { Blame: Blame.Provider or Blame.Credentials or Blame.Throttle } ? Heeded(failure.NotBefore) : failure?.NotBefore);
            dueAt = dueAt < expiresAt ? dueAt : expiresAt;
            if (Change(report, rows[i], failure is not null && isSwitched && policy.MaySwitch(report, failure, here, now), isInTime: now < expiresAt) is { } change)
            {
                changes.Add(change);
                states[i] = change.State;
                if (change.State.IsWaiting && !(next < dueAt))
                {
                    next = dueAt;
                }
            }
        }

        var state = EmailStates.OfMessage(states);
        return new Verdict(state, state.IsWaiting ? next ?? due : null, changes) { Route = route };

        // The next attempt may begin with another provider, which knows nothing of a pause of this one
        DateTimeOffset? Heeded(DateTimeOffset? notBefore) =>
            report.HasOther && route != new RoutePoint(RouteStep.Stay, report.ProviderId) && notBefore - now > policy.Patience(report.Email.Priority) ? null : notBefore;
    }

    // What may have arrived goes by no other provider: that one would deliver it a second time
    private static RoutePoint RouteAfter(DeliveryReport report, bool isSwitched) =>
        report.ProviderId is not { } provider ? default
        : isSwitched ? new RoutePoint(RouteStep.Next, provider)
        : report.Outcome is DeliveryOutcome.Unknown || report.Outcome.RefusedRecipients.Any(r => r.Failure.Outcome == FailureOutcome.Unknown)
            ? new RoutePoint(RouteStep.Stay, provider)
        // Where the tenant rather has it twice, what is known of the last attempt alone counts: its recipient would be refused by the next one too
        : report.Email.Route.Step == RouteStep.Stay && !report.SwitchesAfterUnknown ? report.Email.Route
        : default;

    private static DateTimeOffset Later(DateTimeOffset due, DateTimeOffset? notBefore) => notBefore > due ? notBefore.Value : due;

    private static RecipientChange? Change(DeliveryReport report, RecipientRow row, bool isSwitched, bool isInTime)
    {
        if (row.State == EmailState.Delivered || !report.Email.Recipients.Contains(row.Address, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var failure = report.Outcome.ReasonFor(row.Address);
        if (failure is null)
        {
            // Also where it was cancelled or ran out meanwhile: it has arrived
            return new RecipientChange(row.Ordinal, EmailState.Delivered, null, null);
        }

        if (!row.State.IsWaiting)
        {
            return null;
        }

        var state = RetryPolicy.IsPermanent(failure) && !isSwitched ? EmailState.Failed : isInTime ? EmailState.Retrying : EmailState.Expired;
        var reply = InheritedFailure.ReplyFor(failure, report.ProviderOwner, report.Email.TenantId);
        return new RecipientChange(row.Ordinal, state, failure.ReplyCode, reply);
    }
}
