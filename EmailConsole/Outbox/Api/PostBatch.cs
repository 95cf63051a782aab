using System.Text.Json;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails/batch</c>: takes many messages, each with an outcome of its own, in one commit.</summary>
internal sealed class PostBatch(EmailRequests requests, BatchReader reader, AcceptEmails accept)
{
    private const string Route = "emails/batch";

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
            if (Read(request, faults, out var unreadable) is not { } items)
            {
                return await requests.FindEarlierAsync(request, caller, http.RequestAborted) is { } earlier
                    ? Answer(earlier)
                    : unreadable is not null ? new Problem(JsonFault.Describe(unreadable)) : RestProblems.Invalid(faults.ToErrors());
            }

            var emails = items.Select(item => item.Email).OfType<NewEmail>().Select(email => email with { AcceptedBy = caller.Words }).ToList();
            return Answer(await accept.AcceptAsync(caller.TenantId, emails, request.Key, ids => Write(items, ids)));
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    private static IResult Answer(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Accepted accepted => new BatchResult(accepted.Answer, isReplayed: false),
        AcceptOutcome.Replayed replayed => new BatchResult(replayed.Answer, isReplayed: true),
        _ => EmailProblems.Of(outcome),
    };

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<BatchItem> items, IReadOnlyList<Guid?> ids)
    {
        var next = 0;
        return JsonSerializer.SerializeToUtf8Bytes(
            new BatchBody([.. items.Select(item => item.Email is null ? BatchOutcomeBody.Of(item.Faults) : BatchOutcomeBody.Of(ids[next++]))]),
            EmailJson.Default.BatchBody);
    }

    private List<BatchItem>? Read(EmailRequest request, EmailFaults faults, out JsonException? unreadable)
    {
        unreadable = null;
        try
        {
            return reader.Read(request.Body.Bytes, request.MessageIdDomain, faults);
        }
        catch (JsonException e)
        {
            unreadable = e;
            return null;
        }
    }
}
