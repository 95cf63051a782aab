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
