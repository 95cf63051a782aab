using System.Text.Json;
using EmailConsole.Outbox.Api.Bodies;

namespace EmailConsole.Outbox.Api;

/// <summary>The body of a 202, as it is kept under the caller's key.</summary>
internal static class AcceptedAnswer
{
    public static byte[] Write(Guid id) => JsonSerializer.SerializeToUtf8Bytes(new AcceptedBody(id, EmailState.Queued), EmailJson.Default.AcceptedBody);

    public static Guid IdOf(ReadOnlyMemory<byte> answer) => JsonSerializer.Deserialize(answer.Span, EmailJson.Default.AcceptedBody)!.Id;
}
