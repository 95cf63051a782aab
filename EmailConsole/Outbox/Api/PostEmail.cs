using System.Text.Json;
using EmailConsole.Outbox.Admission;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails</c>: takes one message into the outbox.</summary>
internal sealed class PostEmail(EmailRequests requests, AdmitEmail admit, AcceptEmails accept)
{
    private const string Route = "emails";

    // It makes most of the JSON that is none: quotes and line breaks of HTML
    private const string Unescaped = " WSO2 Identity Server does not escape the values that it puts into a template: choose FORM there, not JSON.";

    public async Task<IResult> HandleAsync(HttpContext http, RestCaller caller)
    {
        var (read, refusal) = await requests.ReadAsync(http, caller, Route, takesForms: true);
        if (read is null)
        {
            return refusal!;
        }

        using var request = read;
        var faults = new EmailFaults();
        try
        {
            return Admit(request, faults, out var unreadable) is { } email
                ? Answer(await accept.AcceptAsync(caller.TenantId, [email with { AcceptedBy = caller.Words, Door = request.IsForm ? EmailDoor.Form : EmailDoor.Api }], request.Key, Keep), caller)
                : await requests.FindEarlierAsync(request, caller, http.RequestAborted) is { } earlier
                    ? Answer(earlier, caller)
                    : unreadable is not null ? NoJson(unreadable) : EmailProblems.Refused(faults);
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    private static IResult Answer(AcceptOutcome outcome, RestCaller caller) => outcome switch
    {
        AcceptOutcome.Accepted accepted => new AcceptedResult(accepted.Ids[0]!.Value, caller.TenantDomain, isReplayed: false),
        AcceptOutcome.Replayed replayed => new AcceptedResult(KeptAnswer.Read(replayed.Answer.Span)[0].Id, caller.TenantDomain, isReplayed: true),
        _ => EmailProblems.Of(outcome),
    };

    private static Problem NoJson(JsonException unreadable)
    {
        var fault = JsonFault.Describe(unreadable);
        return new Problem(fault with { Detail = fault.Detail + Unescaped });
    }

    private static ReadOnlyMemory<byte> Keep(IReadOnlyList<Guid?> ids, QueueBound? reached) => KeptAnswer.Write([KeptOutcome.Of(ids[0], reached)]);

    private NewEmail? Admit(EmailRequest request, EmailFaults faults, out JsonException? unreadable)
    {
        unreadable = null;
        if (request.IsForm)
        {
            return admit.AdmitForm(request.Body.Bytes, request.MessageIdDomain, faults);
        }

        try
        {
            var json = RequestJson.Open(request.Body.Bytes);
            var email = admit.Admit(ref json, RequestJson.Root, request.MessageIdDomain, faults);
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
