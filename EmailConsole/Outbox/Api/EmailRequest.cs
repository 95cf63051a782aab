namespace EmailConsole.Outbox.Api;

/// <summary>What a request to accept brought.</summary>
/// <param name="Body">As sent.</param>
/// <param name="Key">The caller's key; null: none.</param>
/// <param name="MessageIdDomain">What stands after the @ of each Message-ID.</param>
internal sealed record EmailRequest(RequestBody Body, IdempotencyKey? Key, string MessageIdDomain) : IDisposable
{
    public void Dispose() => Body.Dispose();
}
