using EmailConsole.Outbox.History;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails/{id}/cancel</c> and <c>…/resend</c>; answered with the message as it stands then.</summary>
internal sealed class ChangeEmail(ChangeEmails changes, EmailHistory history)
{
    public Task<IResult> CancelAsync(string id, HttpContext http, RestCaller caller) => ChangeAsync(
        id, http, caller, StatusCodes.Status200OK, async one => (await changes.CancelAsync(caller.TenantId, [one], http.RequestAborted))[0]);

    public Task<IResult> ResendAsync(string id, HttpContext http, RestCaller caller) => ChangeAsync(
        id, http, caller, StatusCodes.Status202Accepted, async one => (await changes.ResendAsync(caller.TenantId, [one]))[0]);

    private async Task<IResult> ChangeAsync(string id, HttpContext http, RestCaller caller, int status, Func<Guid, Task<EmailChange>> change)
    {
        if (!Guid.TryParse(id, out var one))
        {
            return GetEmail.Unknown;
        }

        try
        {
            return await change(one) is not EmailChange.Done and var refused ? Refusal(refused)
                : await history.FindAsync(caller.TenantId, one, http.RequestAborted) is { } story ? GetEmail.Answer(http, story, status)
                : GetEmail.Unknown;
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    private static Problem Refusal(EmailChange change) => change switch
    {
        EmailChange.NotFound => GetEmail.Unknown,
        EmailChange.BeingSent => RestProblems.Conflict("The message is being sent at this moment. Read it again: if it must be tried again, it can be cancelled then."),
        EmailChange.AlreadyFinished => RestProblems.Conflict("Nothing of the message waits any more: there is nothing to cancel."),
        EmailChange.StillWaiting => RestProblems.Conflict("The message waits for its next attempt anyway: there is nothing to resend."),
        EmailChange.ContentGone => RestProblems.Conflict(
            "The content of the message was dropped, as Outbox:ContentRetention says: it cannot be sent again. Send it as a new message."),
        EmailChange.Expired => RestProblems.Conflict("The time is over within which the message was to be sent (expiresAt, timeToLive). Send it as a new message."),
        EmailChange.QueueFull => EmailProblems.QueueFull,
        EmailChange.TenantInactive => EmailProblems.TenantInactive,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Not a refusal."),
    };
}
