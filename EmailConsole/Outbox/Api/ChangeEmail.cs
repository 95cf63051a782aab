using EmailConsole.Outbox.History;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails/{id}/cancel</c>, <c>…/resend</c> and <c>…/retry</c>; answered with the message as it stands then.</summary>
internal sealed class ChangeEmail(ChangeEmails changes, RetryNow retry, EmailHistory history)
{
    public Task<IResult> CancelAsync(string id, HttpContext http, RestCaller caller) => ChangeAsync(
        id, http, caller, StatusCodes.Status200OK, async one => Refusal((await changes.CancelAsync(caller.TenantId, [one], http.RequestAborted))[0]));

    public Task<IResult> ResendAsync(string id, HttpContext http, RestCaller caller) => ChangeAsync(
        id, http, caller, StatusCodes.Status202Accepted, async one => Refusal((await changes.ResendAsync(caller.TenantId, [one]))[0]));

    public Task<IResult> RetryAsync(string id, HttpContext http, RestCaller caller) => ChangeAsync(
        id, http, caller, StatusCodes.Status202Accepted, async one => Refusal(await retry.EmailAsync(caller.TenantId, one, isPlatform: false, http.RequestAborted)));

    private async Task<IResult> ChangeAsync(string id, HttpContext http, RestCaller caller, int status, Func<Guid, Task<Problem?>> change)
    {
        if (!Guid.TryParse(id, out var one))
        {
            return GetEmail.Unknown;
        }

        try
        {
            return await change(one) is { } refused ? refused
                : await history.FindAsync(caller.TenantId, one, http.RequestAborted) is { } story ? GetEmail.Answer(http, story, status)
                : GetEmail.Unknown;
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    private static Problem? Refusal(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Refused { Change: EmailChange.BeingSent } => RestProblems.Conflict("The message is being sent at this moment."),
        RetryOutcome.Refused { Change: EmailChange.AlreadyFinished } => RestProblems.Conflict("Nothing of the message waits any more: there is nothing to try."),
        RetryOutcome.Refused refused => Refusal(refused.Change),
        _ => TryProvider.Refusal(outcome),
    };

    private static Problem? Refusal(EmailChange change) => change switch
    {
        EmailChange.Done => null,
        EmailChange.NotFound => GetEmail.Unknown,
        EmailChange.BeingSent => RestProblems.Conflict("The message is being sent at this moment. Read it again: if it must be tried again, it can be cancelled then."),
        EmailChange.AlreadyFinished => RestProblems.Conflict("Nothing of the message waits any more: there is nothing to cancel."),
        EmailChange.StillWaiting => RestProblems.Conflict("The message waits for its next attempt anyway: there is nothing to resend."),
        EmailChange.ContentGone => RestProblems.Conflict(
            "The content of the message was dropped, as Outbox:ContentRetention says: it cannot be sent again. Send it as a new message."),
        EmailChange.Expired => RestProblems.Conflict("The time is over within which the message was to be sent (expiresAt, timeToLive). Send it as a new message."),
        EmailChange.Scheduled => RestProblems.Conflict("The message waits for the time that its sender asked for (sendAt): it is not tried before."),
        EmailChange.QueueFull => EmailProblems.QueueFull,
        EmailChange.TenantInactive => EmailProblems.TenantInactive,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Not a refusal."),
    };
}
