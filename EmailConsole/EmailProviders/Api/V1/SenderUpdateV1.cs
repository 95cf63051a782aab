using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.V1;

/// <summary>The body of PUT in version 1.</summary>
internal class SenderUpdateV1 : ISenderBody
{
    /// <summary>Who the mail is from: an address, or a name and an address.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? FromAddress { get; init; }

    /// <summary>The server. Without it, and without anything else that is a server's, the super tenant's is used with the sender of this body.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? SmtpServerHost { get; init; }

    /// <summary>Its port.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public int? SmtpPort { get; init; }

    /// <summary>Who signs in; absent: nobody.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? UserName { get; init; }

    /// <summary>Left out, empty or asterisks alone: the stored one stays, where it may.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Password { get; init; }

    /// <summary>Everything else, such as <c>mail.smtp.starttls.enable</c>, <c>mail.smtp.auth</c>, <c>mail.smtp.signature</c>, <c>mail.smtp.replyTo</c>.</summary>
    public IReadOnlyList<SenderProperty?>? Properties { get; init; }

    public IEnumerable<string> MissingMembers()
    {
        if (FromAddress is null)
        {
            yield return "Property fromAddress cannot be null.";
        }

        foreach (var property in Properties ?? [])
        {
            if (property?.Key is null)
            {
                yield return "Property key cannot be null.";
            }

            if (property?.Value is null)
            {
                yield return "Property value cannot be null.";
            }
        }
    }

    public virtual SenderRequest ToRequest()
    {
        var (kept, secrets) = SenderProperties.Sort(Properties, dropsBlank: false);
        var sender = new WrittenSender { FromAddress = SenderHeaders.Clean(FromAddress), Host = string.IsNullOrWhiteSpace(SmtpServerHost) ? null : SmtpServerHost, Port = SmtpPort, Properties = kept };
        return new SenderRequest(
            SenderVersion.V1,
            Name: null,
            UserName is null ? sender : sender.With(SenderKeys.Username, UserName),
            SentSecret.Given(Password) is { } password ? secrets with { Given = secrets.Given.SetItem(SenderKeys.Password, password) } : secrets);
    }
}

/// <summary>The body of POST in version 1.</summary>
internal sealed class SenderAddV1 : SenderUpdateV1
{
    /// <summary>Absent or empty: <c>EmailPublisher</c>, the only one there is.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }

    public override SenderRequest ToRequest() => base.ToRequest() with { Name = Name };
}
