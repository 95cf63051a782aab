using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Outbox.Admission.Forms;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission;

/// <summary>Decides whether a message that is sent in may enter the outbox.</summary>
internal sealed class AdmitEmail(EmailReader reader, FormReader forms, EmailRules rules, IOptions<OutboxOptions> options, TimeProvider clock)
{
    private readonly long _largest = options.Value.MaxMessageSize;

    /// <param name="json">At the message's first token; afterwards at its last.</param>
    /// <param name="path">What the message is called in a fault of its own.</param>
    /// <param name="messageIdDomain">What stands after the @ of its Message-ID.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>Null where something is.</returns>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public NewEmail? Admit(ref Utf8JsonReader json, string path, string messageIdDomain, EmailFaults faults) =>
        reader.Read(ref json, path, faults) is { } draft ? Admit(draft, messageIdDomain, faults) : null;

    /// <param name="form">One message as <c>application/x-www-form-urlencoded</c>.</param>
    /// <param name="messageIdDomain">What stands after the @ of its Message-ID.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>Null where something is.</returns>
    public NewEmail? AdmitForm(ReadOnlySpan<byte> form, string messageIdDomain, EmailFaults faults) =>
        forms.Read(form, faults) is { } draft ? Admit(draft, messageIdDomain, faults) : null;

    private NewEmail? Admit(EmailDraft draft, string messageIdDomain, EmailFaults faults)
    {
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
