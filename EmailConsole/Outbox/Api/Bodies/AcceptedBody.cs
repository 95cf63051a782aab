using System.Text.Json.Serialization;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>The answer to an accepted message.</summary>
/// <param name="Id">By which it is asked for.</param>
/// <param name="Status"><c>queued</c>.</param>
internal sealed record AcceptedBody(Guid Id, [property: JsonConverter(typeof(EnumName<EmailState>))] EmailState Status);
