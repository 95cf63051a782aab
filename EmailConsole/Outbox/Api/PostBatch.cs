using System.Text.Json;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails/batch</c>: takes many messages, each with an outcome of its own, in one commit.</summary>
internal sealed class PostBatch(EmailRequests requests, BatchReader reader, AcceptEmails accept, NotedRefusals noted)
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
                    ? Answer(earlier, [])
                    : unreadable is not null ? new Problem(JsonFault.Describe(unreadable)) : RestProblems.Invalid(faults.ToErrors());
            }

            var emails = items.Select(item => item.Email).OfType<NewEmail>().Select(email => email with { AcceptedBy = caller.Words }).ToList();
            var outcome = await accept.AcceptAsync(caller.TenantId, emails, request.Key, (ids, reached) => KeptAnswer.Write(Keep(items, ids, reached)));
            NoteRefused(caller, outcome);
            return Answer(outcome, items);
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }
    }

    private static IResult Answer(AcceptOutcome outcome, IReadOnlyList<BatchItem> items) => outcome switch
    {
        AcceptOutcome.Accepted accepted => new BatchResult(Write(items, accepted.Answer.Span), isReplayed: false),
        AcceptOutcome.Replayed replayed => new BatchResult(Write(items, replayed.Answer.Span), isReplayed: true),
        _ => EmailProblems.Of(outcome),
    };

    // Those of a batch that found no room, of which others were accepted; a repetition is answered as before and loses no more
    private void NoteRefused(RestCaller caller, AcceptOutcome outcome)
    {
        foreach (var kept in outcome is AcceptOutcome.Accepted accepted ? KeptAnswer.Read(accepted.Answer.Span) : [])
        {
            if (kept.Kind is KeptKind.QueueLimit or KeptKind.QueueBytes)
            {
                noted.Note(caller, RefusalCause.QueueFull, StatusCodes.Status429TooManyRequests, EmailProblems.NoRoom(kept.Kind == KeptKind.QueueBytes ? QueueBound.Bytes : QueueBound.Messages));
            }
        }
    }

    private static List<KeptOutcome> Keep(IReadOnlyList<BatchItem> items, IReadOnlyList<Guid?> ids, QueueBound? reached)
    {
        var next = 0;
        return [.. items.Select(item => item.Email is not null ? KeptOutcome.Of(ids[next++], reached)
            : new KeptOutcome(item.Faults.IsTooLargeOnly ? KeptKind.TooLarge : KeptKind.Invalid))];
    }

    // The same for the first answer and for those after it: the request is the same, byte by byte, and so are its faults
    private static byte[] Write(IReadOnlyList<BatchItem> items, ReadOnlySpan<byte> answer) => JsonSerializer.SerializeToUtf8Bytes(
        new BatchBody([.. KeptAnswer.Read(answer).Select((outcome, i) => BatchOutcomeBody.Of(outcome, i < items.Count ? items[i].Faults : null))]),
        EmailJson.Default.BatchBody);

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
