using System.Text.Json;
using EmailConsole.Outbox.Admission;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails</c>: takes one message into the outbox.</summary>
internal sealed class PostEmail(EmailRequests requests, AdmitEmail admit, AcceptEmails accept)
{
    private const string Route = "emails";

    public async Task<IResult> HandleAsync(HttpContext http, RestCaller caller)
    {
        var (read, refusal) = await requests.ReadAsync(http, caller, Route);
        if (read is null)
        {
            return refusal!;
        }

        using var request = read;
        var faults = new EmailFaults();
        try
        {
            var email = Admit(request, faults, out var unreadable);
            var outcome = email is null
                ? await EarlierAsync(request, caller, http.RequestAborted)
                : await accept.AcceptAsync(caller.TenantId, [email], request.Key, ids => AcceptedAnswer.Write(ids[0]!.Value));
            if (outcome is AcceptOutcome.QueueFull && await EarlierAsync(request, caller, http.RequestAborted) is { } earlier)
            {
                outcome = earlier;
            }

            return outcome switch
            {
                AcceptOutcome.Accepted accepted => new AcceptedResult(accepted.Answer, caller.TenantDomain, isReplayed: false),
                AcceptOutcome.Replayed replayed => new AcceptedResult(replayed.Answer, caller.TenantDomain, isReplayed: true),
                AcceptOutcome.KeyReused => EmailProblems.KeyReused,
                AcceptOutcome.QueueFull => EmailProblems.QueueFull,
                _ => unreadable is not null ? new Problem(JsonFault.Describe(unreadable)) : EmailProblems.Refused(faults),
            };
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    // What was valid once may not be any more: its time may be over
    private async Task<AcceptOutcome?> EarlierAsync(EmailRequest request, RestCaller caller, CancellationToken cancellationToken) =>
        request.Key is { } key ? await accept.FindAnswerAsync(caller.TenantId, key, cancellationToken) : null;

    private NewEmail? Admit(EmailRequest request, EmailFaults faults, out JsonException? unreadable)
    {
        unreadable = null;
        try
        {
            var json = RequestJson.Open(request.Body.Bytes);
            var email = admit.Admit(ref json, "$", request.MessageIdDomain, faults);
            RequestJson.Close(ref json);
            return email;
        }
        catch (JsonException e)
        {
            unreadable = e;
            return null;
        }
    }
}
