using System.Text.Json;
using EmailConsole.Outbox.Api.Bodies;

namespace EmailConsole.Outbox.Api;

/// <summary>Writes an answer that may have been kept under a caller's key.</summary>
internal static class AnswerWriter
{
    private const string ContentType = "application/json";

    public static Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> answer, bool isReplayed, CancellationToken cancellationToken)
    {
        response.ContentType = ContentType;
        response.ContentLength = answer.Length;
        response.Headers.CacheControl = "no-store";
        if (isReplayed)
        {
            response.Headers[IdempotencyHeader.ReplayedName] = "true";
        }

        return response.Body.WriteAsync(answer, cancellationToken).AsTask();
    }
}

/// <summary>202: the message is on the disk, and will be delivered or accounted for.</summary>
/// <param name="id">The message.</param>
/// <param name="tenantDomain">Whose.</param>
/// <param name="isReplayed">An earlier request was answered so.</param>
internal sealed class AcceptedResult(Guid id, string tenantDomain, bool isReplayed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;

        // Relative (RFC 9110 section 10.2.2): true behind every proxy
        response.Headers.Location = $"{httpContext.Request.PathBase}/t/{tenantDomain}/api/v1/emails/{id}";
        var answer = JsonSerializer.SerializeToUtf8Bytes(new AcceptedBody(id, EmailState.Queued), EmailJson.Default.AcceptedBody);
        return AnswerWriter.WriteAsync(response, answer, isReplayed, httpContext.RequestAborted);
    }
}

/// <summary>200: what became of each message stands in the body.</summary>
internal sealed class BatchResult(ReadOnlyMemory<byte> answer, bool isReplayed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        AnswerWriter.WriteAsync(httpContext.Response, answer, isReplayed, httpContext.RequestAborted);
}
