using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Admission.Members;
using EmailConsole.Outbox.Api;
using EmailConsole.Rest;

namespace EmailConsole.Submission.Intake;

/// <summary>What a program says to the outbox by fields of the header, under the same rules as in JSON.</summary>
internal sealed class ExtraFields
{
    public const string Prefix = "X-EmailConsole-";

    private const string Priority = Prefix + "Priority";
    private const string SendAt = Prefix + "Send-At";
    private const string TimeToLive = Prefix + "Time-To-Live";
    private const string IdempotencyKey = Prefix + "Idempotency-Key";
    private const string Metadata = Prefix + "Metadata";
    private const string MetadataPrefix = Metadata + "-";

    private readonly EmailFaults _faults = new();
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly ArrayBufferWriter<byte> _metadata = new();

    private ExtraFields()
    {
    }

    public EmailDraft Draft { get; } = new();

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The program's own key; null: none.</summary>
    public string? Key { get; private set; }

    /// <param name="header">As received.</param>
    /// <param name="now">When it is looked at.</param>
    /// <param name="extras">What they say.</param>
    /// <returns>Null: nothing is wrong with them.</returns>
    public static IntakeResult.Refused? Read(HeaderBlock header, DateTimeOffset now, out ExtraFields extras)
    {
        extras = new ExtraFields();
        extras.Read(header);
        extras.ExpiresAt = EmailRules.CheckTimes(extras.Draft, now, extras._faults);
        return extras._faults.ToErrors().FirstOrDefault() is { Key: { } name, Value: [var fault, ..] }
            ? IntakeResult.Refused.Broken(RefusalCause.Extras, $"{FieldOf(name)}: {fault}")
            : null;
    }

    private void Read(HeaderBlock header)
    {
        using var metadata = new Utf8JsonWriter(_metadata);
        metadata.WriteStartObject();
        foreach (var field in header.Fields.Where(f => f.StartsWith(Prefix)))
        {
            if (!_seen.Add(field.Name))
            {
                _faults.Add(field.Name, "The field stands there twice.");
            }
            else if (!field.TryRead(out var text))
            {
                _faults.Add(field.Name, JsonText.NotUnicode);
            }
            else if (field.StartsWith(MetadataPrefix))
            {
                // Programs and their libraries change the case of names as they like
                metadata.WriteString(field.Name[MetadataPrefix.Length..].ToLowerInvariant(), HeaderText.Decode(text));
            }
            else
            {
                Read(field.Name, text);
            }
        }

        metadata.WriteEndObject();
        metadata.Flush();
        var json = new Utf8JsonReader(_metadata.WrittenSpan);
        json.Read();
        Draft.Metadata = MetadataMember.Read(ref json, Metadata, _faults);
    }

    private void Read(string name, string text)
    {
        if (Is(name, Priority))
        {
            Draft.Priority = PriorityMember.Parse(text, name, _faults);
        }
        else if (Is(name, SendAt))
        {
            Draft.SendAt = TimeMember.ParseTime(text, name, _faults);
        }
        else if (Is(name, TimeToLive))
        {
            var seconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            Draft.TimeToLive = TimeMember.CheckSeconds(seconds, name, EmailReader.LongestLife, _faults);
        }
        else if (Is(name, IdempotencyKey))
        {
            if (IdempotencyHeader.Read(text, out var key) is { } fault)
            {
                _faults.Add(name, fault);
            }

            Key = key;
        }
        else
        {
            _faults.Add(name, $"There is no such field. Known are: {Priority}, {SendAt}, {TimeToLive}, {IdempotencyKey}, {MetadataPrefix}...");
        }
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    // The rules of JSON speak of its members
    private static string FieldOf(string name) => name switch
    {
        "sendAt" => SendAt,
        "timeToLive" => TimeToLive,
        _ when name.StartsWith(Metadata + ".", StringComparison.Ordinal) => MetadataPrefix + name[MetadataPrefix.Length..],
        _ => name,
    };
}
