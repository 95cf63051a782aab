using System.Text.Json;
using EmailConsole.Delivery;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission;

/// <summary>Decides whether a message that is sent in may enter the outbox.</summary>
internal sealed class AdmitEmail(EmailReader reader, EmailRules rules, IOptions<OutboxOptions> options, TimeProvider clock)
{
    private readonly long _largest = options.Value.MaxMessageSize;

    /// <param name="json">At the message's first token; afterwards at its last.</param>
    /// <param name="path">What the message is called in a fault of its own.</param>
    /// <param name="messageIdDomain">What stands after the @ of its Message-ID.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>Null where something is.</returns>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public NewEmail? Admit(ref Utf8JsonReader json, string path, string messageIdDomain, EmailFaults faults)
    {
        if (reader.Read(ref json, path, faults) is not { } draft)
        {
            return null;
        }

        var expiresAt = rules.Check(draft, clock.GetUtcNow(), faults);
        var content = new OutgoingEmail(draft.To, draft.Subject ?? "", draft.Text, draft.Html)
        {
            Cc = draft.Cc,
            ReplyTo = draft.ReplyTo,
            Headers = draft.Headers,
            Attachments = draft.Attachments,
        };
        var size = MessageSize.Estimate(content);
        if (size > _largest)
        {
            faults.TooLarge = $"The message would take about {Megabytes(size)} on the wire; at most {Megabytes(_largest)} are allowed (Outbox:MaxMessageSize).";
        }

        return faults.Any
            ? null
            : new NewEmail(content, draft.Recipients, draft.Priority, draft.SendAt, expiresAt, draft.Metadata, size, messageIdDomain);
    }

    private static string Megabytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}
