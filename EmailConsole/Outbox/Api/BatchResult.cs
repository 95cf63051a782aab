namespace EmailConsole.Outbox.Api;

/// <summary>200: what became of each message stands in the body.</summary>
internal sealed class BatchResult(ReadOnlyMemory<byte> answer, bool isReplayed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        AnswerWriter.WriteAsync(httpContext.Response, answer, isReplayed, httpContext.RequestAborted);
}
